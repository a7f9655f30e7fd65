import CLuaBridge
import Testing

@Suite("Order of pairs and next")
struct TraversalTests {
  static let mixed = """
    { 5, 6, 7, z = 1, a = 2, [2.5] = 3, [-1] = 4, [true] = 1, [false] = 0, [0] = 9, [""] = 1,
      ["a\\0"] = 1, ["\\xff"] = 1, B = 1, [1e300] = 1, [-1e300] = 1, [math.mininteger] = 1,
      [math.maxinteger] = 1, [2^63] = 1, [math.floor] = 1, [math.abs] = 1 }
    """
  static let ordered = """
    -1e+300 -9223372036854775808 -1 0 1 2 2.5 3 9223372036854775807 9.2233720368548e+18 1e+300 \
    "" "B" "a" "a\\0" "z" "\u{FFFD}" false true function function
    """

  @Test(
    "numbers come first, then texts bytewise, booleans, and the rest",
    arguments: ["pairs(t)", "next, t", "next, t, nil"])
  func order(iterator: String) throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      local t, out = \(TraversalTests.mixed), {}
      for k in \(iterator) do
        out[#out + 1] = type(k) == "string" and ("%q"):format(k) or tostring(k)
      end
      print(table.concat(out, " "))
      """)
    #expect(outcome.isOK, "\(outcome)")
    #expect(script.lines == [TraversalTests.ordered])
    #expect(script.close() == 0)
  }

  @Test(
    "objects of every kind come in the order in which they were made",
    arguments: [3, 40, 48, 49, 400, 6_000], ["pairs(t)", "next, t"])
  func objects(count: Int, iterator: String) throws {
    let script = try #require(BridgeScript())
    let isSet = "SIM:A".withCString { name in
      var names: [UnsafePointer<CChar>?] = [name]
      return sauda_set_symbols(script.script, &names, [5], 1)
    }
    #expect(isSet)
    let outcome = script.load(
      """
      local made, t = {}, {}
      for i = 1, \(count) do
        local kind = i % 5
        local o = kind == 0 and {} or kind == 1 and function() return i end
          or kind == 2 and coroutine.create(print) or kind == 3 and coroutine.wrap(print)
          or native.new_tick("SIM:A", i, 0, 1, 1, 1, 0)
        made[i] = o
        if i % 7 == 0 then made[i - 3], made[i - 5] = nil, nil end  -- leaves room for later ones
      end
      for i = \(count), 1, -1 do if made[i] then t[made[i]] = i end end
      t[1], t.x, t[coroutine.running()], t[math.floor] = -9, -8, 0, -4
      local last, seen = -10, 0
      for k, v in \(iterator) do
        assert(v > last, v .. " after " .. last)
        last, seen = v, seen + 1
      end
      print(last == \(count) and seen > \(count) // 2)
      """, milliseconds: 60_000)
    #expect(outcome.isOK, "\(outcome)")
    #expect(script.lines == ["true"])
    #expect(script.close() == 0)
  }

  @Test(
    "functions without a place in memory that is the script's have theirs too",
    arguments: ["ipairs({})", "utf8.codes('')", "utf8.codes('', true)", "rawget", "next", "select"])
  func functions(expression: String) throws {
    var orders: Set<[String]> = []
    for slot in [Int32(3), 900] {
      let script = try #require(BridgeScript(slot: slot))
      let outcome = script.load(
        """
        local t = { [\(expression)] = "it", [print] = "print", [{}] = "table", [math.sin] = "sin" }
        for k, v in pairs(t) do print(v) end
        """)
      #expect(outcome.isOK, "\(outcome)")
      #expect(script.lines.last == "table")
      orders.insert(script.lines)
      #expect(script.close() == 0)
    }
    #expect(orders.count == 1)
  }

  @Test(
    "fields may be assigned and cleared on the way, in tables of every size",
    arguments: [0, 1, 5, 47, 48, 49, 200, 5_000], ["pairs(t)", "next, t"])
  func clearing(count: Int, iterator: String) throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      local t = {}
      for i = 1, \(count) do t["k" .. i * 7919 % 100003] = i end
      local last, seen = "", 0
      for k, v in \(iterator) do
        assert(k > last and t[k] == v)
        last, seen = k, seen + 1
        if seen % 2 == 0 then t[k] = nil else t[k] = 0 end
      end
      assert(seen == \(count), seen)
      for k in \(iterator) do seen = seen - 1 t[k] = nil end
      assert(seen == \(count) // 2, seen)
      assert(next(t) == nil)
      """, milliseconds: 20_000)
    #expect(outcome.isOK, "\(outcome)")
    #expect(script.close() == 0)
  }

  @Test("traversals by next may be nested and left")
  func nested() throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      local t = {}
      for i = 1, 7 do t["a" .. i] = i end
      local count = 0
      for a in next, t do for b in next, t do for c in next, { x = 1, y = 2 } do
        if b == "a5" then break end
        count = count + 1
      end end end
      assert(count == 7 * 6 * 2, count)
      assert(next(t) == "a1" and next(t, "a1") == "a2" and next(t, "a7") == nil)
      t.a15 = 1
      assert(next(t, "a1") == "a15" and next(t, "a15") == "a2")
      t.a1 = nil
      assert(next(t, "a1") == "a15" and next(t) == "a15")
      assert(next({}) == nil and next({}, nil) == nil and next({ 10 }, 1) == nil)
      assert(next({ 1, 2, 3 }) == 1 and next({ 1, 2, 3 }, 2) == 3 and next({ [0] = 1, 2 }) == 0)
      assert(not pcall(next) and not pcall(next, 1) and pcall(pairs, nil))
      assert(not pcall(function() for _ in pairs(nil) do end end))
      """)
    #expect(outcome.isOK, "\(outcome)")
    #expect(script.close() == 0)
  }

  @Test(
    "next raises for a key that the table never had",
    arguments: [
      "{ a = 1 }, 'zzz'", "{ a = 1 }, ''", "{ a = 1 }, 7", "{}, 1", "{ 1, 2 }, 3", "{ 1, 2 }, 2.5",
      "{ 1, 2 }, 1.0",
      "{ 1, 2 }, 0/0", "{ [1.5] = 1 }, 0/0", "{ 1, 2 }, {}", "{ a = 1 }, print", "{ a = 1 }, true",
    ])
  func missing(arguments: String) throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      print(pcall(next, \(arguments)))
      print(pcall(function() local t, k = \(arguments) next(t) return next(t, k) end))
      print(pcall(function() local t, k = \(arguments) for _ in next, t, k do end end))
      print(next({ 1, 2, 3 }, 2), next({ [2.5] = 1, b = 2 }, 2.5))
      """)
    #expect(outcome.isOK, "\(outcome)")
    let raised = "false\tinvalid key to 'next'"
    #expect(script.lines == [raised, raised, raised, "3\tb\t2"])
    #expect(script.close() == 0)
  }

  @Test("__pairs is honoured, and lists keep their order")
  func metamethod() throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      local m = setmetatable({}, { __pairs = function() return function(_, k)
        if not k then return 1, "one" end end, nil, nil, 5 end })
      for k, v in pairs(m) do assert(k == 1 and v == "one") end
      assert(select("#", pairs(m)) == 3)
      local t, s = { 10, 20, 30, nil, 50 }, ""
      for i, v in pairs(t) do s = s .. i .. "=" .. v .. " " end
      assert(s == "1=10 2=20 3=30 5=50 ", s)
      for i, v in ipairs(t) do assert(i <= 3) end
      """)
    #expect(outcome.isOK, "\(outcome)")
    #expect(script.close() == 0)
  }
}
