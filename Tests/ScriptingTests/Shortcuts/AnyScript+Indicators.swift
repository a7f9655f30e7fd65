extension AnyScript {
  /// The indicators that statements use: `e r bb a` by hand, `fs ss` on series where there are bars.
  mutating func indicatorLines() -> [String] {
    let period = 1 + next(4)
    return [
      "local e, r, bb = ta.ema(\(period)), ta.rsi(2), ta.bbands(\(1 + period))",
      "local a = \(one(of: ["ta.atr(2)", "ta.donchian(2)", "ta.supertrend(2)", "ta.obv()"]))",
      hasBars
        ? "local m = bars(S, \"1m\") local fs, ss = ta.sma(m.close, 2), ta.stoch(m, 2, 1, 1)"
        : "local m, fs, ss = nil, ta.macd(2, 3, 2), ta.vwap()",
    ]
  }

  private mutating func indicator() -> String { one(of: ["e", "e", "r", "bb", "a", "fs", "ss"]) }

  private mutating func field() -> String {
    one(of: [
      ".value", ".value", ".ready", "[1]", "[2]", "[n]", "[1.0]", ".upper", ".k", ".histogram",
    ])
  }

  /// A statement about indicators; `t` is the name of a tick.
  mutating func study(_ t: String) -> String {
    let own = indicator()
    switch next(18) {
    case 0...2: return "e:update(\(t).ltp)"
    case 3: return "want((e:update(\(number(t))) or 0) // 1)"
    case 4: return "pcall(function() told(\(own):update(\(t).ltp)) end)"
    case 5: return "told(bb:update(\(t).bid or \(t).ltp))"
    case 6: return "pcall(a.update, a, \(t).ltp, \(t).bid, \(t).ask\(one(of: ["", ", n"])))"
    case 7: return "if e.ready and e.value > \(t).ltp then \(statement(t)) end"
    case 8: return "pcall(function() told(\(own)\(field())) end)"
    case 9: return "if ta.crossed_above(e, \(one(of: ["r", "fs", "n", "e"]))) then want(n) end"
    case 10: return "told(tostring(bb.upper) .. tostring(bb.lower) .. tostring(bb[3]))"
    case 11: return "do local q = ta.sma(2) q:update(n) q:update(\(t).seq) want(q.value // 1) end"
    case 12: return series(t)
    case 13: return "for k, v in pairs(\(own)) do sum = sum + 1 end told(type(\(own)))"
    case 14: return "want(coroutine.wrap(function() e:update(n) return e.value // 1 end)())"
    case 15: return "r:update(n) r:update(n * 3 % 7) told(r.value) box[r] = n"
    case 16:
      return "do local d, mt = 0 mt = setmetatable({}, { __index = function(_, k) d = d + 1 "
        + "pcall(function() e:update(d) return e.value end) return mt[k] end }) "
        + "pcall(function() return mt.x end) want(d) told(e.value) end"
    default:
      guard keepsState, next(9) == 0 else { return "pcall(function() x = \(fault(t)) end)" }
      return "state.e = \(own)"
    }
  }

  private mutating func series(_ t: String) -> String {
    guard hasBars else { return "ss:update(\(t).ltp, \(t).ltp, \(t).ltp, n)" }
    return one(of: [
      "told(m.close[1])", "want(#m)", "if m[1] then told(m[1].close - m[1].open) end",
      "want(#m.high + #m.volume)", "told(tostring(m.time[2]))", "told(fs.value) told(ss.d)",
      "do local late = ta.ema(m, 2) told(late[1]) told(late.ready) end",
    ])
  }

  static let faultsOfIndicators = [
    "e:update(\"x\")", "e:update(0 / 0)", "e:update(1 / 0)", "e:update()", "e:update(1, 2)",
    "e:update(1, 2, {})", "e:update({})", "e:update({ 1 }, 2)", "e:update(nil, 2)", "e.update(1)",
    "e.update()", "e.update({}, 1)", "a:update(1)", "a:update(1, 2, 0 / 0)", "fs:update(1)",
    "fs:update(\"x\")", "ss:update(1, 2, 3)", "bb.uper", "e.nope", "e.signal", "e[0]", "e[1.5]",
    "e[-1]", "e[true]", "e[{}]", "e[0 / 0]", "e:updat(1)", "#e", "e()", "e + 1", "e .. \"\"",
    "e < r", "ta.ema(0)", "ta.ema(\"3\")", "ta.emma(1)", "ta.ema({})", "ta.crossed_above(e)",
    "ta.crossed_below(1, {})", "(function() e.value = 1 end)()", "(function() e.update = 1 end)()",
    "(function() rawset(e, next(e), 99) return e:update(1) end)()", "e.value.x", "e:value()",
    "a.value + nil", "math.floor(e)", "ta.x", "setmetatable(e, {})", "e.ready + 1",
    "(function() local u = e.update return u(r, \"q\") end)()",
  ]
}
