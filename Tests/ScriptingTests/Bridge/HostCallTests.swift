import CLuaBridge
import Testing

@Suite("Calls between the host and Lua")
struct HostCallTests {
  @Test("plain values pass both ways unchanged")
  func values() throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      local a, b, c, d, e, f, g = host(nil, true, math.mininteger, 0.1, "x\\0y\\xff", {}, 3.0)
      assert(a == nil and b == true and c == math.mininteger and d == 0.1)
      assert(e == "x\\0y\\xff" and f == nil and math.type(g) == "float")
      assert(select("#", host()) == 0)
      assert(not pcall(host, table.unpack({}, 1, 33)))
      entry(5, function(...) return select("#", ...), 1.5, "text", true, nil, {}, print, ... end)
      """)
    #expect(outcome.isOK, "\(outcome)")
    let called = script.call(5, [7, 8])
    #expect(
      called.results == [
        "int 2", "num 1.5", "str text", "true", "nil", "other table", "other function", "int 7",
      ])
    #expect(script.call(6).outcome.isError)
    #expect(script.call(-1).outcome.isError && script.call(64).outcome.isError)
    #expect(script.close() == 0)
  }

  @Test("a function becomes a handle that the host calls back with and releases")
  func handles() throws {
    let script = try #require(BridgeScript())
    script.load("\n\nkeep(function() end, print)")
    #expect(script.host.handles.count == 2 && sauda_live_handles(script.script) == 2)
    var file: UnsafePointer<CChar>?
    var line: Int32 = 0
    let first = script.host.handles[0]
    #expect(sauda_function_line(script.script, first, &file, &line))
    #expect(file.map { String(cString: $0) } == "test.lua" && line == 3)
    #expect(!sauda_function_line(script.script, 999, &file, &line))
    for handle in script.host.handles + script.host.handles + [0, -1, 1 << 40, 999] {
      sauda_release(script.script, handle)
    }
    #expect(sauda_live_handles(script.script) == 0)
    #expect(script.close() == 0)
  }

  @Test("during a host call the script's line is known, also inside a coroutine")
  func line() throws {
    let script = try #require(BridgeScript())
    var places: [String] = []
    script.host.inside = { [unowned script] in
      var file: UnsafePointer<CChar>?
      var line: Int32 = 0
      guard sauda_current_line(script.script, &file, &line), let file else { return }
      places.append("\(String(cString: file)):\(line)")
    }
    script.load("host()\ncoroutine.wrap(function()\nhost()\nend)()\ncoroutine.wrap(host)()")
    #expect(places == ["test.lua:1", "test.lua:3", "test.lua:5"])
    var file: UnsafePointer<CChar>?
    var line: Int32 = 0
    #expect(!sauda_current_line(script.script, &file, &line))
    #expect(script.close() == 0)
  }

  @Test("the host may call into the script again from inside a host function")
  func nested() throws {
    let script = try #require(BridgeScript())
    script.load(
      """
      entry(1, function(n) print("inner", n) end)
      entry(2, function() error("inner failed") end)
      handler(function() print(coroutine.wrap(function() return host("x") end)()) end)
      """)
    var inner: [BridgeScript.Outcome] = []
    script.host.inside = { [unowned script] in
      inner.append(script.call(1, [4]).outcome)
      inner.append(script.call(2).outcome)
    }
    #expect(script.tick().isOK)
    #expect(script.lines == ["inner\t4", "x"])
    #expect(inner.map(\.status) == [Int32(SAUDA_OK), Int32(SAUDA_ERROR)])
    #expect(inner.last?.message == "inner failed" && inner.last?.source == "test.lua:2")
    #expect(script.close() == 0)
  }

  @Test("natives tell where functions are and what they are")
  func natives() throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      local n = native
      assert(n.where() == "test.lua:2" and n.is_script_function(function() end))
      assert(not n.is_script_function(print) and not n.is_script_function({}))
      local file, line = n.definition(function() end)
      assert(file == "test.lua" and line == 4 and n.definition(math.abs) == nil)
      assert(n.load_module("return ...", "lib/x.lua")(7) == 7)
      local ok, e = pcall(n.load_module, "x x", "lib/x.lua")
      assert(e == "lib/x.lua:1: syntax error near 'x'", e)
      assert(n.printable("a\\n\\27") == "a\\\\n\\\\x1b" and n.describe({ b = 1, a = {} }) == "{a={...}, b=1}")
      assert(select(2, pcall(n.error_at_script, "bad")) == "test.lua:10: bad")
      assert(n.globals == _G and n.rawget == rawget)
      assert(#n.encode({ 1, x = { true } }) > 0 and n.decode(n.encode({ 1, x = 2 })).x == 2)
      """)
    #expect(outcome.isOK, "\(outcome)")
    #expect(script.close() == 0)
  }
}
