"""使い方 explains what exists."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("register", ["リンクだけの登録", "合冊", "2つ以上選べます", "同じ内容のファイルがすでに登録されている"]),
        ("read", ["「読み取りをやり直す」が出ます"]),
        ("manage", ["設定の一覧", "limits.toml", "システム管理者は、", "送り直す", "ロックを解きます"]),
        ("search-desk", ["変わるものを確かめる", "事務局からの案内", "この90日について", "索引を作り直す"]),
        ("talk", ["だれが通報したかは、事務局のほかには分かりません", "直すように頼まれたとき"]),
        ("review", ["3開庁日", "一部の言葉を墨消しする", "見守る言葉"]),
        ("colleagues", ["送り直す", "前のリンクは使えなくなります", "7日で使えなくなります"]),
    ],
)
def test_an_article_explains(client, article, words):
    page = client.get(f"/help/{article}/").content.decode()
    assert [word for word in words if word not in page] == []
