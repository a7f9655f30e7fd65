extension AnyScript {
  /// A statement; `t` is the name of a tick.
  mutating func statement(_ t: String) -> String {
    depth += 1
    defer { depth -= 1 }
    if next(10) == 0 { return study(t) }
    switch next(depth > 3 ? 14 : 24) {
    case 0...2: return trade(t)
    case 22, 23: return protectedTrade(symbol(t))
    case 3, 4: return key(t)
    case 5, 6: return walk(t)
    case 7, 8: return caught(t)
    case 9: return assignment(t)
    case 10: return arguments(t)
    case 11: return method(t)
    case 12: return speech(t)
    case 13: return "sum = sum + \(number(t))"
    case 14, 15: return block(t)
    case 16: return jump(t)
    case 17: return next(3) == 0 ? held(t) : look(t)
    case 18: return closure(t)
    case 19: return isQuiet ? trade(t) : "after(\(1 + next(9)), function() \(timer()) end)"
    case 20: return "if \(number(t)) == \(next(9)) then return end"
    default: return object(t)
    }
  }

  private mutating func timer() -> String {
    "local tick = quote(\"SIM:B\") n = n + 1 \(statement("tick"))"
  }

  // MARK: Values

  mutating func number(_ t: String) -> String {
    switch next(12) {
    case 0: return "\(next(100))"
    case 1: return "math.floor(\(t).ltp)"
    case 2: return "#\(t).symbol"
    case 3: return "(\(t).oi or 3)"
    case 4: return "(\(t).bid and 1 or 2)"
    case 5: return "position(S).qty"
    case 6: return "(math.floor(\(t).mid * 20) % 5)"
    case 7: return "(sum % 11)"
    case 8: return "n"
    case 9: return "(function(v) return v + \(t).seq % 3 end)(1)"
    case 10: return "select(2, many(\(t).volume, \(t).ltq))"
    default: return "\(t).seq"
    }
  }

  mutating func symbol(_ t: String) -> String {
    one(of: ["S", "S", "\(t).symbol", "\"SIM:B\"", "(S)"])
  }

  // MARK: What it asks for

  private mutating func trade(_ t: String) -> String {
    let symbol = symbol(t)
    switch next(20) {
    case 0: return "buy(\(symbol), \(1 + next(5)))"
    case 1: return "sell(\(symbol), \(1 + next(5)))"
    case 2: return "close(\(symbol))"
    case 3: return "buy(\(symbol), \(number(t)))"
    case 4: return "b(\(symbol), 1)"
    case 5: return "buy(S, 1, { type = \"limit\", price = \(t).ltp - 0.5, tag = \"\(next(9))\" })"
    case 6: return "order = buy(S, 2, { type = \"limit\", price = \(t).ltp - 3 }) set[order] = n"
    case 7: return "if order then cancel(order) end"
    case 8: return "buy { symbol = \(symbol), qty = 1, stop_loss = points(0.5) }"
    case 9: return "target(\(symbol), \(next(9)) - 4)"
    case 10: return "reverse(\(symbol))"
    case 11: return "cancel_all()"
    case 12: return "local o = buy(\(symbol), 90000000) told(o.reason .. (o.detail or \"\"))"
    case 13: return "local o = buy(\(symbol), \(number(t))) told(o.status .. tostring(o.ok))"
    case 14: return "pcall(buy, \(symbol), 1)"
    case 15: return "want(#orders { status = \"executed\" })"
    case 16: return "pcall(function() buy(\(symbol), 1) x = \(fault(t)) end)"
    case 17: return "if n % \(2 + next(5)) == 0 then buy(\(symbol), 1) else close(\(symbol)) end"
    case 18: return "buy(\(symbol), 1) sell(\(symbol), 1);close(\(symbol))"
    default: return "for i = 1, \(next(4)) do buy(\(symbol), i) end"
    }
  }

  /// What is held, read in ways that need no table and in ways that do.
  private mutating func held(_ t: String) -> String {
    let symbol = symbol(t)
    switch next(10) {
    case 0: return "if position(\(symbol)).is_flat then \(statement(t)) else \(statement(t)) end"
    case 1: return "want(position(\(symbol)).qty)"
    case 2: return "want((position(\(symbol)).qty) * 2 + 1)"
    case 3: return "if not position(\(symbol)).is_long then \(statement(t)) end"
    case 4: return "local pos = position(\(symbol)) want(pos.qty + pos.bars_held)"
    case 5: return "want(p(\(symbol)).qty)"
    case 6: return "do local position = function() return { qty = n } end want(position(S).qty) end"
    case 7: return "x, y = position(\(symbol)).qty, position(\(symbol)).is_short"
    case 8: return "want(({ position(\(symbol)).qty, 5 })[1] + #{ position(\(symbol)).is_flat })"
    default: return "x = (position(\(symbol)).is_flat and 1 or 2) want(x)"
    }
  }

  // MARK: Objects as keys

  private mutating func key(_ t: String) -> String {
    switch next(13) {
    case 0: return "set[{}] = n"
    case 1: return "set[function() return n end] = n"
    case 2: return "set[coroutine.create(many)] = n"
    case 3: return "set[coroutine.wrap(many)] = n set[\(t).symbol] = n"
    case 4: return "local k = deep(n % 7) set[k] = n kept[#kept + 1] = k"
    case 5: return "set[position(S)] = n"
    case 6: return "set[buy(S, 1)] = n"
    case 7: return "set[\(t)] = n"
    case 8:
      return "set[\(one(of: ["select", "math.floor", "buy", "pcall", "ipairs({})", "string"]))] = n"
    case 9: return "set[\(one(of: ["n", "n + 0.5", "true", "-n", "\"k\" .. n % 5"]))] = n"
    case 10: return "local late, early = {}, {} set[early] = n set[late] = n + 1"
    case 11: return "for i = 1, 5 do local g = { n, { i } } end set[{ \(number(t)) }] = n"
    default: return "for i, o in ipairs(orders()) do if i < 4 then set[o] = i end end"
    }
  }

  private mutating func walk(_ t: String) -> String {
    switch next(8) {
    case 0: return "for k, v in pairs(set) do want(v) break end"
    case 1: return "for k, v in pairs(set) do sum = (sum * 31 + v) % 1000003 end want(sum)"
    case 2: return "for k, v in next, set do sum = (sum * 31 + v) % 1000003 end"
    case 3: return "local k = next(set) if k ~= nil then set[k] = nil end"
    case 4: return "for k, v in pairs(set) do if v % 3 == 0 then set[k] = nil end end"
    case 5:
      return "if #kept > 9 then set[table.remove(kept, 1 + n * 7 % 9)] = nil end"
    case 6:
      return
        "for o in pairs(set) do if type(o) == \"table\" and rawlen(o) == 0 then want(set[o]) break end end"
    default:
      return "local l = {} for k, v in pairs(set) do l[#l + 1] = v end "
        + "told(\"\" .. table.concat(l, \" \"):sub(-40))"
    }
  }

  // MARK: The rest of the language

  private mutating func assignment(_ t: String) -> String {
    switch next(8) {
    case 0: return "local a, c = \(t).ltp, n want(c)"
    case 1: return "x, y = y, \(number(t))"
    case 2: return "local a <const>, c = \(number(t)), many() want(a + c)"
    case 3: return "x, sum, y = \(number(t)), sum + 1"
    case 4: return "pcall(function() position(S).qty, x = 5, n end)"
    case 5: return "local u = \(t) sum = sum + u.seq"
    case 6: return "do local \(t) = { ltp = 1 } \(t).ltp = \(t).ltp + 1 want(\(t).ltp) end"
    default: return "local l = { \(t).ltp, ltp = \(t).seq, [\(t).symbol] = 1 } want(l.ltp)"
    }
  }

  private mutating func arguments(_ t: String) -> String {
    switch next(6) {
    case 0: return "(function(...) local a, c = ... want(select(\"#\", ...) + c) end)(\(t).ltp, n)"
    case 1: return "want((many(\(t).symbol, \(t).bid, nil)))"
    case 2: return "buy((function(...) return ... end)(S, 1))"
    case 3: return "local f = function(...) return ... end want(f(position(S).qty, 2))"
    case 4: return "want(#table.pack(many(many(\(number(t))))))"
    default: return "want(select(-1, many(\(t).seq, n)))"
    }
  }

  private mutating func method(_ t: String) -> String {
    switch next(6) {
    case 0: return "x = \(t).symbol:sub(\(1 + next(6))) want(#x)"
    case 1: return "want(thing:add(\(number(t))))"
    case 2: return "x = (\"%s %d\"):format(\(t).symbol, \(t).seq) want(#x)"
    case 3: return "want(\(t):copy().seq)"
    case 4: return "x = \(t).symbol:gsub(\".\", function(c) sum = sum + \(t).seq % 3 return c end)"
    default: return "x = { 3, 1, 2 } table.sort(x, function(a, c) return a + 0 * \(t).seq > c end)"
    }
  }

  private mutating func speech(_ t: String) -> String {
    if isQuiet { return keepsState ? "state.n = (state.n or 0) + 1 want(state.n)" : trade(t) }
    switch next(6) {
    case 0: return "print(\(t).symbol, \(number(t)), \(t).ltp, \(t).bid)"
    case 1: return "log.info(\"%s %s\", \(t).oi, \(number(t)))"
    case 2: return "print(account().equity, account().free, now())"
    case 3: return "print([[\r\nlong]], 'a\\z \n b', \"c\\\r\nd\", 0x1p4, 3 .. 4)"
    case 4: return "print(math.random(1000), #box, next(box))"
    default:
      return keepsState ? "state.n = \(number(t))" : "print(quote(S).seq, \(t).ltq, tostring(\(t)))"
    }
  }

  private mutating func block(_ t: String) -> String {
    switch next(7) {
    case 0: return "if \(number(t)) > \(number(t)) then \(statement(t)) else \(statement(t)) end"
    case 1: return "for i = 1, \(next(4)) do \(statement(t)) end"
    case 2: return "do \(statement(t)) local \(t) <const> = \(t) \(statement(t)) end"
    case 3: return "local i = 0 while i < \(next(3)) do i = i + 1 \(statement(t)) end"
    case 4: return "local i = 0 repeat local \(t) = \(t) i = i + 1 until i > 1 or \(t).seq < 0"
    case 5: return "if \(t).seq % 3 == 0 then \(statement(t)) elseif n < 9 then \(statement(t)) end"
    default: return "pcall(function() \(statement(t)) \(statement(t)) end)"
    }
  }

  private mutating func jump(_ t: String) -> String {
    switch next(3) {
    case 0:
      return
        "for i = 1, 3 do if i == \(number(t)) then goto continue end \(trade(t)) ::continue:: end"
    case 1: return "do local i = 0 ::top:: i = i + 1 if i < 3 then goto top end want(i) end"
    default: return "do goto \(t) local z ::\(t):: end"
    }
  }

  private mutating func closure(_ t: String) -> String {
    switch next(6) {
    case 0: return "box.f = box.f or function() return \(t).ltp // 1 end want(box.f())"
    case 1: return "want(thread(\(t).seq))"
    case 2: return "local f = coroutine.wrap(function() coroutine.yield(\(t).seq) end) want(f())"
    case 3:
      return
        "local ok, v = pcall(function() local z = \(number(t)) return z + \(t).seq end) want(v)"
    case 4:
      return "local co = coroutine.create(function() \(statement(t)) return \(number(t)) end) "
        + "local ok, v = coroutine.resume(co) told(ok) want(v)"
    default:
      return "local function f(k) if k < 3 then return f(k + \(t).seq) end return k end want(f(0))"
    }
  }

  private mutating func object(_ t: String) -> String {
    switch next(5) {
    case 0:
      return
        "local o = setmetatable({}, { __index = function(_, k) return \(t)[k] end }) want(o.seq)"
    case 1:
      return
        "local o = setmetatable({}, { __add = function(_, v) return v end }) want(o + \(t).seq)"
    case 2: return "local o = setmetatable({}, { __call = function(_, v) return v end }) want(o(n))"
    case 3:
      return "do local o <close> = setmetatable({}, { __close = function() want(n) end }) "
        + statement(t) + " end"
    default: return "local o = setmetatable({}, { __eq = function() return true end }) set[o] = n"
    }
  }
}
