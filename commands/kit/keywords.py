"""Words that open a keyword of several commands, in both languages."""

BY_WORDS = ("by", "per", "按")
VERSUS_WORDS = ("vs", "vs.", "versus", "against", "compare", "compared", "对比")
VERSUS_SHORTHANDS = {"环比": "prev", "同比": "lastyear", "去年同期": "lastyear"}
