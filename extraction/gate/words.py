"""Sentences about how to mend a file that more than one rule says."""

DETACH_TEMPLATE = (
    "Wordの「ファイル」→「オプション」→「アドイン」を開き、「管理」で「テンプレート」を選んで「設定」を押します。"
    "「文書の作成に使用するテンプレート」を Normal に書き替えて「OK」を押し、保存し直してください"
)
KEEP_VALUES = "そのセルをコピーし、「形式を選択して貼り付け」→「値」で値だけにして保存し直してください"
NORMAL_LETTER = "「差し込み文書」→「差し込み印刷の開始」→「標準のWord文書」にして保存し直してください"
CUT_LINK_OF_CELLS = "「データ」→「クエリと接続」で接続を削除して保存し直してください"
