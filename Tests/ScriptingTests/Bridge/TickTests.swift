import CLuaBridge
import Testing

@Suite("Ticks of the Lua bridge")
struct TickTests {
  private func open() throws -> BridgeScript {
    let script = try #require(BridgeScript())
    let set = "SIM:TEST".withCString { name in
      var names: [UnsafePointer<CChar>?] = [name, name]
      return sauda_set_symbols(script.script, &names, [8, 3], 2)
    }
    #expect(set)
    return script
  }

  @Test("a tick shows its fields, unknown ones as nil")
  func fields() throws {
    let script = try open()
    script.load(
      """
      handler(function(t)
        print(t.symbol, t.seq, t.time, t.ltp, t.bid, t.ask, t.volume)
        print(t.bid_qty, t.ask_qty, t.oi, t.ltq, math.type(t.time), math.type(t.ltp), t)
      end)
      """)
    #expect(script.tick(9).isOK)
    #expect(
      script.lines == [
        "SIM:TEST\t9\t1736135400123\t100.0\t99.95\t100.05\t1000",
        "nil\t7\tnil\tnil\tinteger\tfloat\ttick SIM:TEST 9",
      ])
    #expect(script.close() == 0)
  }

  @Test(
    "a tick cannot be written, and a field it has not is named",
    arguments: [
      ("t.ltp = 1", "a tick is read-only"),
      ("rawset(t, 'ltp', 1)", "bad argument #1 to 'rawset' (table expected, got tick)"),
      ("return t.lst", "tick has no field 'lst'"),
      ("return t.lpt", "tick has no field 'lpt' (did you mean 'ltp'?)"),
      ("return t.volum", "tick has no field 'volum' (did you mean 'volume'?)"),
      ("return t.close", "tick has no field 'close' (did you mean 'ltp'?)"),
      ("return t[1]", "a tick's fields have names, not a number"),
      ("getmetatable(t).__index = 1", "attempt to index a boolean value"),
      ("t.copy({})", "bad argument #1 to 'copy' (tick expected, got table)"),
    ])
  func guarded(body: String, message: String) throws {
    let script = try open()
    script.load("handler(function(t)\n\(body)\nend)")
    let outcome = script.tick()
    let isNear = outcome.message.hasPrefix(message)
    #expect(outcome.isError && isNear, "\(outcome)")
    #expect(outcome.source == "test.lua:2")
    #expect(script.close() == 0)
  }

  @Test("a kept tick keeps its values, and copies are tables")
  func kept() throws {
    let script = try open()
    script.load(
      """
      local seen = {}
      handler(function(t)
        seen[#seen + 1] = t
        for i = 1, #seen do assert(seen[i].seq == i) end
        local c = t:copy()
        c.ltp = 5
        assert(t.ltp == 100 and c.seq == t.seq and c.symbol == "SIM:TEST" and c.bid_qty == nil)
        assert(native.is_tick(t) and not native.is_tick(c) and not native.is_tick(print))
        local q = native.new_tick("SIM:TEST", 3, 1736135400123, 101.15, 101.1, 101.2, 7, nil, 4)
        assert(q.ltp == 101.15 and q.bid == 101.1 and q.ask_qty == 4 and q.bid_qty == nil)
        assert(q.time == 1736135400123 and q.symbol == "SIM:TEST")
        assert(not pcall(native.new_tick, "NO:SUCH", 1, 1, 1, 1, 1, 1))
        assert(not pcall(native.new_tick, "SIM:TEST", 1, 1, 0/0, 1, 1, 1))
      end)
      """)
    for sequence in 1...20 {
      let outcome = script.tick(Int64(sequence))
      #expect(outcome.isOK, "\(outcome)")
    }
    #expect(script.close() == 0)
  }

  @Test("fields can come as arguments")
  func positional() throws {
    let script = try open()
    script.load("handler(function(...) print(...) end)")
    let wanted = [SAUDA_FIELD_LTP, SAUDA_FIELD_SYMBOL, SAUDA_FIELD_OI, SAUDA_FIELD_SEQ]
    let fields = wanted.map(Int32.init)
    let mode = Int32(SAUDA_TICK_POSITIONAL)
    #expect(sauda_set_tick_mode(script.script, mode, fields, 4))
    #expect(!sauda_set_tick_mode(script.script, mode, [99], 1))
    #expect(!sauda_set_tick_mode(script.script, 7, fields, 4))
    #expect(!sauda_set_tick_mode(script.script, mode, fields, 99))
    #expect(script.tick(1).isOK)
    var other = BridgeScript.tick
    other.symbol = 1
    other.time_nanoseconds = -1
    #expect(script.call(other, 2) == Int32(SAUDA_OK))
    #expect(script.tick(3).isOK)
    #expect(
      script.lines == [
        "100.0\tSIM:TEST\tnil\t1", "100.0\tSIM\tnil\t2", "100.0\tSIM:TEST\tnil\t3",
      ])
    #expect(script.close() == 0)
  }

  @Test("without a handler a tick is an error, and a new handler takes over")
  func handlers() throws {
    let script = try open()
    #expect(script.tick().isError)
    script.load("handler(function() print('first') handler(function() print('second') end) end)")
    #expect(script.tick().isOK && script.tick().isOK)
    #expect(script.lines == ["first", "second"])
    #expect(script.close() == 0)
  }
}
