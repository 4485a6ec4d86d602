"""When the browser or the way to the server is in trouble."""

TEXT = {
    "fault.title": ("This page ran into a problem", "此页面遇到问题"),
    "fault.text": (
        "Your data and running tasks are safe. Reload; if it fails again, give the administrator the reference.",
        "您的数据和正在运行的任务不受影响。请刷新页面；如再次出现，请将参考编号告知管理员。",
    ),
    "fault.marked": ("Reference number", "参考编号"),
    "fault.reload": ("Reload the page", "刷新页面"),
    "fault.home": ("Back to Home", "返回首页"),
    "fault.lost": (
        "The server does not answer. Reconnecting… Running tasks go on.",
        "服务器无响应，正在重新连接…运行中的任务不受影响。",
    ),
    "fault.offline": (
        "You are offline. The page comes back by itself.",
        "网络已断开，恢复后页面会自动连接。",
    ),
}
