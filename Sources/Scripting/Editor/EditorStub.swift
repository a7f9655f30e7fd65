/// The editor's definitions of the script API, for the Lua language server (LuaLS).
package enum EditorStub {
  /// The whole `---@meta` file.
  package static let text: String =
    ([head] + types + APIDefinitions.all.map(\.text)).joined(separator: "\n\n") + "\n"

  /// The `.luarc.json` that makes an editor read the definitions.
  package static let settings = """
    {
      "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
      "runtime.version": "Lua 5.4",
      "runtime.builtin": {
        "io": "disable", "os": "disable", "debug": "disable", "package": "disable"
      },
      "workspace.library": ["sauda.stub.lua"],
      "diagnostics.disable": ["lowercase-global"]
    }

    """

  private static let head = """
    ---@meta
    -- Definitions of Sauda's script API, for editors. Made by `sauda stubs`.
    """

  private static let types = [
    """
    ---@alias sauda.Status "pending"|"partial"|"executed"|"failed"|"cancelled"|"unknown"
    ---@alias sauda.Level number|sauda.Distance
    ---@class sauda.Distance
    """,
    """
    ---@class sauda.Tick
    ---@field symbol string
    ---@field seq integer
    ---@field time integer epoch milliseconds
    ---@field ltp number
    ---@field bid number
    ---@field ask number
    ---@field volume integer
    ---@field bid_qty? integer
    ---@field ask_qty? integer
    ---@field oi? integer
    ---@field copy fun(self: sauda.Tick): table
    """,
    """
    ---@class sauda.Order
    ---@field id? string
    ---@field ok boolean
    ---@field reason? string
    ---@field detail? string
    ---@field status sauda.Status
    ---@field side "BUY"|"SELL"
    ---@field symbol string
    ---@field qty integer
    ---@field filled integer
    ---@field avg_price number
    ---@field tag string
    """,
    """
    ---@class sauda.Protection
    ---@field stop_loss? sauda.Level
    ---@field take_profit? sauda.Level|{ at: sauda.Level, share: number }[]
    ---@field trail? { by: sauda.Distance, after?: sauda.Distance, step?: sauda.Distance }
    ---@field breakeven? { after: sauda.Distance, offset?: sauda.Distance }
    ---@field time_exit? string
    ---@field rule? string|table
    ---@field allow_widen? boolean
    """,
    """
    ---@class sauda.Options: sauda.Protection
    ---@field type? "market"|"limit"|"stop"|"stop_limit"
    ---@field price? number
    ---@field trigger? number
    ---@field tag? string
    ---@field product? "INTRADAY"|"CNC"|"MARGIN"
    """,
    """
    ---@class sauda.Request: sauda.Options
    ---@field symbol string
    ---@field qty integer
    """,
    """
    ---@class sauda.Strategy
    ---@field name string
    ---@field version? integer
    ---@field symbols string[]
    ---@field bars? string[]
    ---@field product? "INTRADAY"|"CNC"|"MARGIN"
    ---@field allow_short? boolean
    ---@field no_entry_after? string
    ---@field square_off? string
    ---@field limits? { max_loss?: number, max_orders?: integer, max_quantity?: integer, max_notional?: number, max_positions?: integer, cooldown?: number }
    ---@field on_error? "exit_only"|"flatten"|"halt"
    """,
    """
    ---@class sauda.Position
    ---@field symbol string
    ---@field qty integer
    ---@field avg_price number
    ---@field ltp? number
    ---@field pnl number
    ---@field net_pnl number
    ---@field stop? number
    ---@field target? number
    ---@field is_flat boolean
    ---@field is_long boolean
    ---@field is_short boolean
    ---@field opened_at? integer
    ---@field best? number
    ---@field worst? number
    ---@field r? number
    ---@field tag string
    ---@field bars_held integer
    """,
    """
    ---@class sauda.Account
    ---@field cash number
    ---@field free number
    ---@field equity number
    ---@field realized number
    ---@field unrealized number
    ---@field commission number
    """,
    """
    ---@class sauda.Instrument
    ---@field increment number
    ---@field lot integer
    ---@class sauda.Clock
    ---@field hour integer
    ---@field minute integer
    ---@field second integer
    ---@field date string
    ---@field hms string
    ---@class sauda.Timer
    ---@field cancel fun(self: sauda.Timer)
    """,
  ]
}
