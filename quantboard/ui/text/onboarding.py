"""First account, sign-in, mode choice."""

TEXT = {
    "login.page": ("Sign in", "登录"),
    "login.title": ("Sign in to QuantBoard", "登录 QuantBoard"),
    "login.lead": ("Market data, strategies and backtests you can trust.", "可信赖的行情数据、策略与回测。"),
    "login.name": ("Name", "用户名"),
    "login.password": ("Password", "密码"),
    "login.go": ("Sign in", "登录"),
    "login.failed": ("Name or password is wrong.", "用户名或密码错误。"),
    "login.throttled": (
        "Too many failed attempts. Wait a few minutes, then try again.",
        "失败次数过多，请等几分钟再试。",
    ),
    "login.forgotten": (
        "Password forgotten? Ask an administrator for a link to a new one.",
        "忘记密码？请向管理员索取重置链接。",
    ),
    "welcome.page": ("Welcome", "欢迎"),
    "welcome.title": ("Welcome to QuantBoard", "欢迎使用 QuantBoard"),
    "welcome.lead": (
        "This installation is new. Create its first account; it will administer the others.",
        "这是全新的安装。请创建第一个账户，它将管理其他账户。",
    ),
    "welcome.name": ("Name", "用户名"),
    "welcome.name_help": ("How you sign in and how your work is signed.", "用于登录，并标记您的作品。"),
    "welcome.password": ("Password", "密码"),
    "welcome.password_help": (
        "At least 10 characters. Several unrelated words make a good one.",
        "至少 10 个字符，几个不相关的词就很好。",
    ),
    "welcome.confirm": ("Password again", "再次输入密码"),
    "welcome.go": ("Create account", "创建账户"),
    "welcome.problem": ("The account was not created", "账户未创建"),
    "welcome.differ": ("The two passwords differ. Type the same one twice.", "两次输入的密码不一致，请重新输入。"),
    "welcome.token": (
        "This page opens only with the one-time address that the program printed when it started. Copy it from there.",
        "此页面只能用程序启动时打印的一次性地址打开，请从终端复制。",
    ),
    "welcome.refused": (
        "Use a name of 2 to 64 characters and a password of at least 10.",
        "用户名需 2 到 64 个字符，密码至少 10 个字符。",
    ),
    "welcome.weak": (
        "The password is too weak: at least 10 characters, not your name, no common word.",
        "密码太弱：至少 10 个字符，不能是用户名或常用词。",
    ),
    "welcome.exists": ("The first account exists already. Sign in instead.", "第一个账户已存在，请直接登录。"),
    "welcome.promise_data": (
        "Bring real prices: CSV, ZIP, Chinese headers, no cleaning by hand",
        "导入真实行情：CSV、ZIP、中文表头，无需手工整理",
    ),
    "welcome.promise_strategy": (
        "Start from a template or write Python, checked before it runs",
        "从模板开始或编写 Python，运行前自动检查",
    ),
    "welcome.promise_backtest": (
        "Backtests without lookahead, repeatable to the last digit",
        "无未来函数的回测，结果可逐位复现",
    ),
    "mode.page": ("Choose a mode", "选择模式"),
    "mode.title": ("How do you want to work?", "您想如何使用？"),
    "mode.lead": (
        "You can switch at any time in the account menu; nothing is lost.",
        "可随时在账户菜单中切换，内容不会丢失。",
    ),
    "mode.beginner": ("Guide me", "引导我"),
    "mode.beginner_tag": ("Beginner", "新手"),
    "mode.beginner_1": ("Three steps lead to a first real backtest", "三步完成第一次真实回测"),
    "mode.beginner_2": ("Terms are explained where they appear", "术语随处解释"),
    "mode.beginner_3": ("Good defaults; advanced fields are folded", "合理默认值，高级字段折叠"),
    "mode.beginner_go": ("Start with guidance", "以新手模式开始"),
    "mode.expert": ("I know my way", "我很熟悉"),
    "mode.expert_tag": ("Expert", "专家"),
    "mode.expert_1": ("Every field is open from the start", "所有字段直接展开"),
    "mode.expert_2": ("Dense tables, explanations only on demand", "紧凑表格，说明按需显示"),
    "mode.expert_3": ("No checklist in the way; it stays in the account menu", "不显示入门步骤，可从账户菜单打开"),
    "mode.expert_go": ("Start with everything open", "以专家模式开始"),
}
