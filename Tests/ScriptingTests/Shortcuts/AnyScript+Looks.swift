extension AnyScript {
  /// Looks at what the API gives: at one field, at all of them, or at something that was kept.
  mutating func look(_ t: String) -> String {
    let symbol = one(of: ["S", "S", "\"SIM:B\"", "\(t).symbol"])
    switch next(12) {
    case 0: return "for k, v in pairs(position(\(symbol))) do told(k .. tostring(v)) end"
    case 1: return "told(tostring(position(\(symbol)).\(one(of: Self.positionFields))))"
    case 2:
      return "box.pos = box.pos or position(\(symbol)) "
        + "told(tostring(box.pos.\(one(of: Self.positionFields))))"
    case 3:
      return "local pos = position(\(symbol)) if n % 3 == 0 then box.pos = pos end "
        + "want(pos.is_flat and 1 or pos.qty) told(pos.pnl .. pos.net_pnl)"
    case 4: return "for k, v in pairs(account()) do told(k .. v) end"
    case 5:
      return "box.account = box.account or account() "
        + "told(account().\(one(of: Self.accountFields)) .. box.account.cash)"
    case 6:
      return "for i, o in ipairs(orders()) do if i % 5 == n % 5 then for k, v in pairs(o) do "
        + "if k ~= \"id\" then told(k .. tostring(v)) end end end end"
    case 7:
      return "for i, o in ipairs(orders()) do if i > \(next(4)) then break end "
        + "told(tostring(o.\(one(of: Self.orderFields)))) end"
    case 8:
      return "pcall(function() for k, v in pairs(bars(S, \"1m\")[\(1 + next(2))]) do "
        + "told(k .. v) end end)"
    case 9:
      return "pcall(function() box.bar = box.bar or bars(S, \"1m\")[1] "
        + "told(box.bar.\(one(of: Self.barFields))) end)"
    case 10:
      return
        "local q = quote(\(symbol)) if q then told(tostring(q.\(one(of: Self.tickFields)))) end"
    default:
      return "buy { symbol = \(symbol), qty = \(1 + next(4)), stop_loss = points(\(1 + next(3))), "
        + "take_profit = { { at = points(1), share = 0.5 }, { at = points(2), share = 0.5 } }, "
        + "tag = \"t\" .. n }"
    }
  }

  private static let positionFields = [
    "symbol", "qty", "avg_price", "ltp", "pnl", "net_pnl", "stop", "target", "is_flat", "is_long",
    "is_short", "opened_at", "best", "worst", "r", "tag", "bars_held",
  ]

  private static let accountFields = [
    "cash", "free", "equity", "realized", "unrealized", "commission",
  ]

  private static let orderFields = [
    "ok", "reason", "detail", "status", "side", "symbol", "qty", "filled", "avg_price", "tag",
    "type", "commission", "realized_pnl", "time",
  ]

  private static let barFields = [
    "symbol", "interval", "time", "open", "high", "low", "close", "volume", "date",
  ]

  private static let tickFields = ["symbol", "seq", "time", "ltp", "bid", "ask", "mid", "oi"]

  /// What Lua and the API say of objects that are taken for something else.
  static let faultsOfObjects = [
    "position(S) + 1", "position(S)()", "position(S) .. 1", "position(S) < position(S)",
    "-account()", "account().qty", "account()[1]", "position(S)[1]", "position(S)[nil]",
    "#position(S) + nil", "next(position(S), \"zz\") + 1", "error(position(S))", "error(account())",
    "tonumber(position(S)) + 1", "math.floor(position(S))", "table.concat(position(S), 1, 1, 2)",
    "table.unpack(account(), 1, 2)", "table.insert(position(S), 1)", "table.sort(account()).x",
    "buy(position(S))", "buy(S, position(S))", "buy(S, 1, account())", "cancel(position(S))",
    "setmetatable(position(S), {})", "rawset(account(), \"cash\", 1)", "rawlen(account()).x",
    "(\"x\"):rep(position(S))", "({})[position(S)].x", "protect(S, position(S))",
    "(function() position(S).qty = 1 end)()", "(function() for k in account() do end end)()",
    "(function() for i = 1, position(S) do end end)()", "ipairs(position(S))(position(S), 0)",
    "select(position(S))", "string.format(\"%d\", account())", "quote(S).lpt", "orders()[1].nope",
    "orders()[1] + 1", "orders(position(S))", "close(account())", "pct(position(S))",
    "assert(false, position(S))", "coroutine.wrap(position(S))", "pcall(position(S)) + 1",
  ]
}
