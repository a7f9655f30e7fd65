import CLuaBridge
import Testing

/// Scripts that try to outlive their time.
enum Runaway {
  static let bodies: [String] = [
    "while true do end",
    "repeat until false",
    "while true do pcall(function() while true do end end) end",
    "while true do pcall(error) end",
    "local function f() while true do pcall(f) end end f()",
    "coroutine.resume(coroutine.create(function() while true do end end)) print('FAIL')",
    "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()",
    "while true do coroutine.wrap(function() coroutine.yield() end)() end",
    "local x <close> = setmetatable({}, { __close = function() while true do end end })",
    """
    local co = coroutine.create(function()
      local x <close> = setmetatable({}, { __close = function() while true do end end })
      coroutine.yield()
    end)
    coroutine.resume(co)
    pcall(coroutine.close, co)
    print("FAIL")
    """,
    "old()",
    "local t = setmetatable({}, { __index = function() while true do end end }) return t.x",
    "local t = setmetatable({}, { __eq = function() while true do end end }) return t == setmetatable({}, getmetatable(t))",
    "tostring(setmetatable({}, { __tostring = function() while true do end end }))",
    "for _ in pairs(setmetatable({}, { __pairs = function() while true do end end })) do end",
    "table.sort({ 3, 2, 1 }, function() while true do end end)",
    "table.concat(setmetatable({}, { __len = function() return 1 << 62 end, __index = function() return '' end }))",
    "table.move({}, 1, 1 << 53, 2)",
    "table.insert(setmetatable({}, { __len = function() return 1 << 53 end }), 1, 1)",
    "table.remove(setmetatable({}, { __len = function() return 1 << 53 end }), 1)",
    "string.find(string.rep('a', 40), string.rep('a*', 20) .. 'b')",
    "string.rep('a', 60):find('.-.-.-.-.-.-.-.-.-b')",
    "string.match(string.rep('a', 1000000), '^(a*)*.-.-.-.-b')",
    "for _ in string.gmatch(string.rep('x', 3e6), '().-y') do end",
    "while true do string.gsub('abc', '%w', '%0') end",
    "local s = string.rep('a', 1e6) s:find(s:sub(1, 5e5) .. 'b', 1, true) while true do s:find('b', 1, true) end",
    "local s = string.rep('a', 2e7) while true do s:upper() end",
    "local t = {} for i = 1, 1e5 do t['k' .. i] = i end while true do for k in pairs(t) do end end",
    "local t = {} for i = 1, 1e5 do t['k' .. i] = i end while true do next(t) end",
    "while true do host(1) end",
    "goto a ::a:: goto a",
  ]
}

@Suite("Time budget of the Lua bridge")
struct BudgetTests {
  @Test("no script outlives its time, and the next callback runs", arguments: Runaway.bodies)
  func runaway(body: String) throws {
    let script = try #require(BridgeScript())
    let loaded = script.load(
      """
      local co = coroutine.wrap(function() coroutine.yield() while true do end end)
      co()
      old = co
      local first = true
      handler(function(tick)
        if not first then print("next") return end
        first = false
        \(body)
      end)
      """)
    #expect(loaded.isOK, "\(loaded)")
    let outcome = script.tick(1, milliseconds: 8)
    #expect(outcome.isTime, "\(outcome)")
    #expect(outcome.source == "test.lua:5")
    #expect(outcome.message == "ran longer than 8 ms")
    #expect(script.lines.isEmpty)
    #expect(script.tick(2).isOK)
    #expect(script.lines == ["next"])
    #expect(script.close() == 0)
  }

  @Test("a top level that does not end is interrupted")
  func topLevel() throws {
    let script = try #require(BridgeScript())
    let outcome = script.load("\n\nwhile true do end", milliseconds: 10)
    #expect(outcome.isTime && outcome.source == "test.lua:1", "\(outcome)")
    #expect(script.close() == 0)
  }

  @Test("once the time is spent, no host function runs any more")
  func hostIsClosed() throws {
    let script = try #require(BridgeScript())
    script.load(
      """
      handler(function()
        pcall(function() while true do end end)
        print("after")
      end)
      """)
    #expect(script.tick(1, milliseconds: 5).isTime)
    #expect(script.lines.isEmpty)
    #expect(script.close() == 0)
  }

  @Test("the budget of the outermost call holds for calls inside it")
  func nested() throws {
    let script = try #require(BridgeScript())
    script.load(
      """
      entry(1, function() while true do end end)
      handler(function() host() print("FAIL") end)
      """)
    var inner: BridgeScript.Outcome?
    script.host.inside = { [unowned script] in inner = script.call(1).outcome }
    #expect(script.tick(1, milliseconds: 5).isTime)
    #expect(inner?.isTime == true)
    #expect(script.lines.isEmpty)
    #expect(script.tick(2, milliseconds: 5).isTime)
    #expect(script.close() == 0)
  }

  @Test("a script that is in time is never interrupted")
  func inTime() throws {
    let script = try #require(BridgeScript())
    script.load("local n = 0 handler(function() n = n + 1 if n % 10000 == 0 then print(n) end end)")
    let beacon = UnsafeMutablePointer<sauda_beacon>.allocate(capacity: 1)
    beacon.initialize(to: sauda_beacon())
    beacon.pointee.slot = -1
    sauda_set_beacon(beacon)
    var late = 0
    for sequence in 1...20_000 where !script.tick(Int64(sequence)).isOK { late += 1 }
    // The beacon is left allocated: scripts of other tests may be writing to it right now.
    sauda_set_beacon(nil)
    #expect(late == 0 && beacon.pointee.slot >= 0)
    #expect(script.lines == ["10000", "20000"])
    #expect(script.close() == 0)
  }
}
