"""Ratios of fundamental columns, where the data has them: valuation, profitability, solvency, growth."""

from quantboard.core.indicators.entry import Entry, made

FINANCIAL = "financial"


def _ratio(names: str, columns: str, texts: str, formula: str, kernel: str = "ratios.quotient") -> Entry:
    code = names.split("|")[0].strip()
    return made(FINANCIAL, names, f"{columns} | | {code}:strategy", texts, formula, kernel=kernel)


def _growth(names: str, column: str, texts: str, formula: str) -> Entry:
    code = names.split("|")[0].strip()
    return made(
        FINANCIAL,
        names,
        f"{column} | n=252 | {code}:strategy",
        texts,
        formula,
        kernel="ratios.growth",
        kernels=("lagged",),
        warm_up=lambda n: n,
        levels=(0.0,),
    )


RATIOS: tuple[Entry, ...] = (
    _ratio(
        "pe_ratio | Price to earnings | 市盈率",
        "close eps",
        "Price per unit of yearly earnings; nothing while they are not positive."
        " | 每单位年收益的价格，收益不为正时无值。",
        "close / eps",
    ),
    _ratio(
        "pb_ratio | Price to book | 市净率",
        "close book_value_per_share",
        "Price per unit of book value. | 每单位净资产的价格。",
        "close / book_value_per_share",
    ),
    _ratio(
        "ps_ratio | Price to sales | 市销率",
        "close shares_outstanding revenue",
        "Market value per unit of yearly revenue. | 每单位年营收的市值。",
        "close · shares_outstanding / revenue",
        "ratios.market_quotient",
    ),
    _ratio(
        "pcf_ratio | Price to cash flow | 市现率",
        "close shares_outstanding operating_cash_flow",
        "Market value per unit of operating cash flow. | 每单位经营现金流的市值。",
        "close · shares_outstanding / operating_cash_flow",
        "ratios.market_quotient",
    ),
    _ratio(
        "ev_ebitda | Enterprise value to EBITDA | 企业价值倍数",
        "close shares_outstanding total_debt cash ebitda",
        "Value of the whole firm per unit of EBITDA. | 每单位 EBITDA 的企业价值。",
        "(close · shares_outstanding + total_debt − cash) / ebitda",
        "ratios.enterprise_quotient",
    ),
    _ratio(
        "earnings_yield | Earnings yield | 盈利收益率",
        "eps close",
        "Yearly earnings per unit of price. | 每单位价格的年收益。",
        "eps / close",
    ),
    _ratio(
        "dividend_yield | Dividend yield | 股息率",
        "dividend_per_share close",
        "Yearly dividend per unit of price. | 每单位价格的年股息。",
        "dividend_per_share / close",
    ),
    _ratio(
        "roe | Return on equity | 净资产收益率",
        "net_income equity",
        "Profit per unit of equity. | 每单位净资产的利润。",
        "net_income / equity",
    ),
    _ratio(
        "roa | Return on assets | 总资产收益率",
        "net_income total_assets",
        "Profit per unit of assets. | 每单位总资产的利润。",
        "net_income / total_assets",
    ),
    _ratio(
        "gross_margin | Gross margin | 毛利率",
        "gross_profit revenue",
        "Gross profit per unit of revenue. | 每单位营收的毛利。",
        "gross_profit / revenue",
    ),
    _ratio(
        "net_margin | Net margin | 净利率",
        "net_income revenue",
        "Profit per unit of revenue. | 每单位营收的净利润。",
        "net_income / revenue",
    ),
    _ratio(
        "asset_turnover | Asset turnover | 总资产周转率",
        "revenue total_assets",
        "Revenue per unit of assets. | 每单位总资产的营收。",
        "revenue / total_assets",
    ),
    _ratio(
        "debt_ratio | Debt ratio | 资产负债率",
        "total_liabilities total_assets",
        "Share of the assets that is owed. | 总资产中负债的比例。",
        "total_liabilities / total_assets",
    ),
    _ratio(
        "current_ratio | Current ratio | 流动比率",
        "current_assets current_liabilities",
        "Short-term assets per unit of short-term debt. | 每单位流动负债的流动资产。",
        "current_assets / current_liabilities",
    ),
    _ratio(
        "quick_ratio | Quick ratio | 速动比率",
        "current_assets inventory current_liabilities",
        "The same without the inventory. | 扣除存货后的流动比率。",
        "(current_assets − inventory) / current_liabilities",
        "ratios.quotient_of_rest",
    ),
    _ratio(
        "interest_cover | Interest cover | 利息保障倍数",
        "ebit interest_expense",
        "How often the operating profit pays the interest. | 息税前利润可支付利息的倍数。",
        "ebit / interest_expense",
    ),
    _growth(
        "revenue_growth | Revenue growth | 营收增长率",
        "revenue",
        "Revenue against n bars before, as a fraction. | 营收相对 n 根之前的增长，小数。",
        "revenue / revenue[n] − 1",
    ),
    _growth(
        "earnings_growth | Earnings growth | 盈利增长率",
        "net_income",
        "Profit against n bars before, as a fraction. | 净利润相对 n 根之前的增长，小数。",
        "net_income / net_income[n] − 1",
    ),
)
