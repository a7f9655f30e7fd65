extension AnyScript {
  /// An expression that mostly fails, in one of Lua's words or of the API's.
  mutating func fault(_ t: String) -> String {
    if next(6) == 0 { return one(of: Self.faultsOfIndicators) }
    switch next(5) {
    case 0: return one(of: Self.faultsOfFields).replacing("TICK", with: t)
    case 1: return one(of: Self.faultsOfCalls).replacing("TICK", with: t)
    case 2: return one(of: Self.faultsOfOrders).replacing("TICK", with: t)
    case 3: return one(of: Self.faultsOfObjects)
    default: return one(of: Self.faultsOfLua).replacing("TICK", with: t)
    }
  }

  private static let faultsOfFields = [
    "TICK.oi + 1", "1 + TICK.oi", "TICK.bid_qty * 2", "TICK.ltq // 0", "#TICK.ltp", "-TICK.symbol",
    "TICK.ltp & 1", "~TICK.mid", "TICK.symbol + 1", "TICK.oi .. \"x\"", "\"x\" .. TICK.oi .. 1",
    "TICK.ltp < TICK.symbol", "TICK.oi < 1", "TICK.ask - TICK.bid", "TICK.bid", "TICK.seq % 0",
    "TICK.volume // 0", "(TICK.oi) + 1", "({ TICK.oi })[1] + 1", "(TICK.oi and 1) + 1",
    "(TICK.oi or nil) + 1", "TICK.symbol - TICK.oi", "2 ^ TICK.ask_qty", "TICK.lpt", "TICK.last",
    "TICK[1]", "TICK.ltp.x", "TICK.ltp()", "TICK.symbol:nope()", "TICK.ltp:floor()", "TICK()",
    "(function() return TICK.oi + TICK.bid_qty end)()",
    "(function() local v = TICK.oi return v + 1 end)()",
    "(function() TICK.ltp = 1 end)()", "(function() for i = 1, TICK.oi do end end)()",
    "(function() for k in TICK.ltp do end end)()", "(function() box[TICK.oi] = 1 end)()",
    "box[TICK.oi].x", "TICK + 1", "#TICK", "TICK < TICK", "TICK .. \"\"",
  ]

  private static let faultsOfCalls = [
    "math.floor(TICK.oi)", "(\"%d\"):format(TICK.ltp)", "(\"x\"):rep(TICK.oi)", "select(0)",
    "undefined.field", "undefined(TICK.ltp)", "thing.nope(TICK.seq)", "thing:nope()",
    "tonumber({})", "setmetatable(1, {})", "setmetatable({}, { __mode = \"k\" })",
    "setmetatable({}, { __gc = many })", "ipairs()", "table.concat({ {} })", "table.insert(1, 2)",
    "(\"x\"):bad()", "math.random(0, -1)", "coroutine.resume(1)", "coroutine.yield(1)",
    "next({}, \"nobody\")", "rawset(1, 2, 3)", "string.char(-1)", "utf8.char(-1)",
    "deep()", "many(TICK.oi).x", "(\"a\"):find(\"[\")", "thread(nil)",
  ]

  private static let faultsOfOrders = [
    "position(\"SIM:Z\").qty", "position().qty", "position(TICK.ltp).is_flat",
    "position(S).is_flat + 1", "#position(S).qty", "position(S).nope", "position(S).qty.x",
    "-position(S).is_long", "position(S).qty .. position(S).is_short", "position(S, 1).qty",
    "buy(\"SIM:Z\", 1)", "buy(S)", "buy(S, \"x\")", "buy(S, 0.5)", "buy(S, -1)", "buy()",
    "buy(S, 1, { typ = \"limit\" })", "buy(S, 1, { type = \"lmit\" })", "buy(S, 1, 5)",
    "buy(S, 1 / 0)", "buy(nil, 1)", "sell({}, 1)", "close(\"SIM:Z\")", "close()", "cancel(1)",
    "modify(order, { qty = 0 })", "protect(S, { stop_los = 1 })", "protect(S, { stop_loss = 0 })",
    "target(S)", "orders { status = \"x\" }", "quote(\"SIM:Z\")", "points()", "buy(S, 1).nope",
    "(function() buy(S, 1).qty = 2 end)()", "(function() buy(\"SIM:Z\", 1) end)()",
    "(function() buy(S, TICK.oi) end)()", "(function() sell(S, 1.5) close(S, 1) end)()",
    "(function() buy(S, 1, {}, 2) buy(S, TICK.symbol) end)()",
  ]

  private static let faultsOfLua = [
    "error(\"own \" .. n)", "error(\"bare\", 0)", "error(\"outer\", 2)", "error({})", "error(nil)",
    "error(setmetatable({}, { __tostring = function() return \"mine\" end }))", "error(n)",
    "error(\"(local 'x')\")", "nil + 1", "x.y.z", "{} .. {}", "{} < {}", "1 < \"2\"", "#n", "n()",
    "({})[nil].x", "(function() box[nil] = 1 end)()", "(function() box[0 / 0] = 1 end)()",
    "(function() for i = 1, 2, 0 do end end)()", "(function(...) return ... + 1 end)({})",
    "(function() local a <close> = n end)()", "1 // 0", "1 % 0", "1.5 | 1", "\"a\" | 1", "2 ^ {}",
    "(function() local z = x return z.y end)()", "assert(false)", "assert(nil, \"was nil\")",
    "assert(false, {})", "(function() error() end)()", "(function() return thing.total.x end)()",
  ]

  /// An error that is caught, and what is made of its text.
  mutating func caught(_ t: String) -> String {
    let fault = fault(t)
    switch next(7) {
    case 0:
      return "do local ok, e = coroutine.resume(coroutine.create(function() return \(fault) end)) "
        + "told(e) end"
    case 1:
      return "do local ok, e = pcall(coroutine.wrap(function() return \(fault) end)) told(e) end"
    case 2:
      return "do local co = coroutine.create(function() local ok, e = pcall(function() "
        + "coroutine.yield(1) return \(fault) end) return e end) coroutine.resume(co) "
        + "told(select(2, coroutine.resume(co))) end"
    case 3:
      return
        "do local ok, e = pcall(function() local ok, e = pcall(function() return \(fault) end) "
        + "error(e, 0) end) told(e) end"
    case 4:
      return "do local ok, e = pcall(function() x = \(fault) end) "
        + "if not ok and #say(e) % 3 == \(next(3)) then \(statement(t)) end end"
    default: return "do local ok, e = pcall(function() return \(fault) end) told(e) end"
    }
  }
}
