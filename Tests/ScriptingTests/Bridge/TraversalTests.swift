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
      assert(next(t, "a1") == "a15" and next(t, "a15") == "a2" and next(t, "a0") == "a1")
      assert(next({}) == nil and next({}, nil) == nil and next({ 10 }, 1) == nil)
      assert(next({ 1, 2, 3 }) == 1 and next({ 1, 2, 3 }, 2) == 3 and next({ [0] = 1, 2 }) == 0)
      assert(not pcall(next) and not pcall(next, 1) and not pcall(pairs, nil))
      """)
    #expect(outcome.isOK, "\(outcome)")
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
