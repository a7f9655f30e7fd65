import CLuaBridge
import Testing

@Suite("Errors of the Lua bridge")
struct ErrorTests {
  @Test(
    "an error of any type becomes a readable reason with its place",
    arguments: [
      ("error('no stock')", "no stock"),
      ("error('no stock', 0)", "no stock"),
      ("error({ code = 42, deep = { {} } })", "error object is a table: {code=42, deep={...}}"),
      ("error({})", "error object is a table: {}"),
      ("error({ 1, 2, 3 })", "error object is a table: {...}"),
      ("error()", "error(nil)"),
      ("error(true)", "error object is a boolean: true"),
      ("error(42)", "error object is a number: 42"),
      ("error(print)", "error object is a function"),
      ("error(setmetatable({}, { __tostring = error }))", "error object is a table: {}"),
      ("local x = nil + 1", "attempt to perform arithmetic on a nil value"),
      ("os.exit(0)", "attempt to index a nil value (global 'os')"),
      ("fail('qty must be a number')", "qty must be a number"),
      ("coroutine.yield(1)", "attempt to yield from outside a coroutine"),
      ("string.rep()", "bad argument #1 to 'rep' (string expected, got no value)"),
      ("error('other.lua:9: forged')", "other.lua:9: forged"),
    ])
  func reason(body: String, message: String) throws {
    let script = try #require(BridgeScript())
    script.load("handler(function(tick)\n\(body)\nend)", name: "my_rule.lua")
    let outcome = script.tick()
    #expect(outcome.isError && outcome.message == message, "\(outcome)")
    #expect(outcome.source == "my_rule.lua:2")
    #expect(outcome.traceback.contains("my_rule.lua:2"))
    #expect(!outcome.traceback.contains("sauda"))
    #expect(script.close() == 0)
  }

  @Test(
    "text of a script cannot forge or break a line",
    arguments: [
      (#"a\nFORGED"#, #"a\nFORGED"#), (#"\27[31mred"#, #"\x1b[31mred"#),
      (#"\xff\xfe\xc0\x80"#, #"\xff\xfe\xc0\x80"#), (#"\u{202e}evil"#, #"\u{202e}evil"#),
      (#"\xed\xa0\x80"#, #"\xed\xa0\x80"#), (#"\u{2028}\u{200b}"#, #"\u{2028}\u{200b}"#),
      (#"₹ 1,00,000 é 😀"#, #"₹ 1,00,000 é 😀"#),
      (#"\0\r\t\x7f\u{85}"#, #"\x00\r\t\x7f\u{85}"#),
    ])
  func printable(text: String, shown: String) throws {
    let script = try #require(BridgeScript())
    let outcome = script.load("error(\"\(text)\", 0)")
    #expect(outcome.isError && outcome.message == shown, "\(outcome)")
    #expect(script.close() == 0)
  }

  @Test("a message is at most 1 KiB and a traceback at most 8 KiB")
  func bounds() throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      local function f(n) if n == 0 then error(('€'):rep(100000)) end f(n - 1) return 1 end
      f(5000)
      """)
    #expect(outcome.isError && outcome.message.utf8.count <= 1024)
    #expect(outcome.message.hasPrefix("€€€") && !outcome.message.contains("\\"))
    #expect(outcome.traceback.utf8.count <= 8192 && outcome.traceback.contains("levels left out"))
    #expect(script.close() == 0)
  }

  @Test("how many levels are left out does not depend on the bridge's own", arguments: [1, 2, 40])
  func leftOut(ticks: Int) throws {
    let script = try #require(BridgeScript())
    script.load(
      """
      local function f(n) if n == 0 then error('x') end f(n - 1) return 1 end
      local n = 0 handler(function() n = n + 1 if n == \(ticks) then f(99) end end)
      """)
    let all = [sauda_tick](repeating: BridgeScript.tick, count: 40)
    all.withUnsafeBufferPointer { all in
      var run = sauda_run()
      run.ticks = all.baseAddress
      run.first_number = 1
      run.count = Int32(ticks)
      #expect(sauda_call_ticks(script.script, &run, 1_000_000_000) == Int32(SAUDA_ERROR))
    }
    let lines = BridgeScript.Outcome(sauda_last_outcome(script.script)).traceback
      .split(separator: "\n")
    #expect(lines.count == 22 && lines[10] == "(81 levels left out)", "\(lines)")
    #expect(lines.last == "test.lua:2: in function of line 2")
    #expect(script.close() == 0)
  }

  @Test("calls of a callback can go as deep, however many ticks come")
  func depth() throws {
    var depths: Set<String> = []
    for count in [1, 2, 9] {
      let script = try #require(BridgeScript())
      script.load(
        """
        local deepest = 0
        local function f(n) deepest = n pcall(f, n + 1) end
        local function g(n) deepest = n return 1 + g(n + 1) end
        local n = 0
        handler(function()
          n = n + 1
          if n == \(count) then pcall(f, 1) print(deepest) pcall(g, 1) print(deepest) end
        end)
        """)
      let all = [sauda_tick](repeating: BridgeScript.tick, count: count)
      all.withUnsafeBufferPointer { all in
        var run = sauda_run()
        run.ticks = all.baseAddress
        run.first_number = 1
        run.count = Int32(count)
        #expect(sauda_call_ticks(script.script, &run, 60_000_000_000) == Int32(SAUDA_OK))
      }
      #expect(script.lines.count == 2)
      depths.insert(script.lines.joined(separator: " "))
      #expect(script.close() == 0)
    }
    #expect(depths.count == 1, "\(depths)")
  }

  @Test("a syntax error names file and line")
  func syntax() throws {
    let script = try #require(BridgeScript())
    let outcome = script.load("x = 1\nif x > 0 the\nend", name: "broken.lua")
    #expect(outcome.isError && outcome.source == "broken.lua:2", "\(outcome)")
    #expect(outcome.message == "'then' expected near 'the'")
    #expect(script.close() == 0)
  }

  @Test(
    "endless recursion is an error, whatever goes round",
    arguments: [
      "local function f(n) return 1 + f(n + 1) end f(1)",
      "local function f() pcall(f) error('x') end f() pcall(f)",
      "local function f() string.gsub('a', 'a', f) end f()",
      "local function f() return tostring(setmetatable({}, { __tostring = f })) end f()",
      "local t = setmetatable({}, { __index = function(t, k) return t[k] end }) return t.x",
      "local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x",
      "local function f() return coroutine.wrap(f)() end f()",
      "local function f() table.sort({ 1, 2 }, f) end f()",
      "local function f() local a <close> = setmetatable({}, { __close = function() f() end }) end f()",
      "local function f() error(setmetatable({}, { __tostring = f })) end while pcall(f) do end error('end')",
      "local s = ('('):rep(300) string.find('x', s)",
      "native.load_module(('('):rep(50000), 'deep.lua')",
      "native.load_module('x = ' .. ('{'):rep(50000), 'deep.lua')",
    ])
  func recursion(body: String) throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(body, milliseconds: 60_000)
    #expect(outcome.isError, "\(outcome)")
    #expect(!outcome.message.isEmpty)
    #expect(script.load("assert(1 + 1 == 2)").isOK)
    #expect(script.close() == 0)
  }

  @Test("a caught error keeps its value and type")
  func caught() throws {
    let script = try #require(BridgeScript())
    script.load(
      """
      local t = {}
      local ok, e = pcall(error, t)
      print(ok, e == t, select("#", pcall(error)), pcall(fail, "refused"))
      print(pcall(function() return 1, nil, 3 end))
      print(select(2, pcall(function() fail("here") end)))
      """)
    #expect(
      script.lines == [
        "false\ttrue\t2\tfalse\ttest.lua:3: refused", "true\t1\tnil\t3", "test.lua:5: here",
      ])
    #expect(script.close() == 0)
  }
}
