import CLuaBridge
import Testing

@Suite("Memory budget of the Lua bridge")
struct MemoryTests {
  @Test(
    "a refusal is final, also under pcall, and the next callback finds room",
    arguments: [
      "string.rep('x', (1 << 31) - 8)",
      "string.rep('x', 1 << 29, ', ')",
      "local t = {} for i = 1, 1e9 do t[i] = { i } end",
      "local s = 'x' while true do s = s .. s end",
      "local t = {} while true do t[#t + 1] = ('y'):rep(100000) .. #t end",
      "local t = {} for i = 1, 1e9 do t[i] = coroutine.create(print) end",
      "local t = {} for i = 1, 1e9 do t[i] = function() return i end end",
      "local t = {} for i = 1, 1e9 do t['k' .. i] = i end",
      "('x'):rep(3e6):gsub('x', ('y'):rep(100))",
      "string.format(('%99d'):rep(1e6), table.unpack({}, 1, 0), 1)",
      "local t = {} for i = 1, 1e6 do t[i] = ('z'):rep(20) end table.concat(t, ('-'):rep(1000))",
      "local t, s = {}, ('x'):rep(1e6) while true do t[#t + 1] = string.pack('s4s4', s, s) end",
      "local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) end",
      """
      local t, s = {}, ('x'):rep(1e6) \
      local grow <const> = { __close = function() local u = {} for i = 1, 9 do u[i] = { i } end end } \
      while true do local x <close> = setmetatable({}, grow) t[#t + 1] = string.pack('s4s4', s, s) end
      """,
    ])
  func final(body: String) throws {
    let cap = 4 << 20
    let script = try #require(BridgeScript(cap: cap))
    let loaded = script.load(
      """
      local first = true
      handler(function()
        if not first then print(#("x"):rep(1000000)) return end
        first = false
        pcall(function() \(body) end)
        print("FAIL")
      end)
      """)
    #expect(loaded.isOK, "\(loaded)")
    let outcome = script.tick(1, milliseconds: 20_000)
    let isArgumentError = outcome.isOK && body.hasPrefix("string.format")
    #expect(outcome.isMemory || isArgumentError, "\(outcome)")
    if outcome.isMemory {
      #expect(outcome.message == "needs more than 4 MiB")
      #expect(outcome.source == "test.lua:5")
      #expect(script.lines.isEmpty)
    }
    #expect(sauda_memory_peak(script.script) <= cap + (512 << 10))
    #expect(script.tick(2, milliseconds: 20_000).isOK)
    #expect(script.close() == 0)
  }

  @Test("the words of a memory error are a script's to pass on: only the allocator tells of one")
  func words() throws {
    let script = try #require(BridgeScript())
    let loaded = script.load(
      """
      local words = "not enough memory"
      local function raise() error(words, 0) end
      handler(function()
        print(pcall(error, words, 0))
        print(pcall(pcall, raise))
        print(coroutine.resume(coroutine.create(raise)))
        print(pcall(coroutine.wrap(raise)))
        local co = coroutine.create(function()
          local x <close> = setmetatable({}, { __close = raise })
          coroutine.yield()
        end)
        coroutine.resume(co)
        print(coroutine.close(co))
        raise()
      end)
      """)
    #expect(loaded.isOK, "\(loaded)")
    let outcome = script.tick()
    #expect(outcome.isError && outcome.message == "not enough memory", "\(outcome)")
    let told = #"false\#tnot enough memory"#
    #expect(script.lines == [told, #"true\#t"# + told, told, told, told])
    #expect(script.tick().isError)
    #expect(script.close() == 0)
  }

  @Test("garbage does not count against the budget")
  func garbage() throws {
    let script = try #require(BridgeScript(cap: 4 << 20))
    let outcome = script.load(
      "for i = 1, 300 do local s = ('x'):rep(1000000) end for i = 1, 1e6 do local t = { i } end",
      milliseconds: 60_000)
    #expect(outcome.isOK, "\(outcome)")
    #expect(script.close() == 0)
  }

  @Test("a table that grows over many callbacks is stopped in the end")
  func overCallbacks() throws {
    let script = try #require(BridgeScript(cap: 4 << 20))
    script.load(
      """
      local keep = {}
      handler(function(t) for i = 1, 2000 do keep[#keep + 1] = { t } end end)
      """)
    var last = script.tick(1, milliseconds: 20_000)
    var count = 1
    while last.isOK && count < 200 {
      count += 1
      last = script.tick(Int64(count), milliseconds: 20_000)
    }
    #expect(last.isMemory, "\(last)")
    #expect(script.close() == 0)
  }

  @Test("blocks of every size keep their contents while they grow, shrink and move")
  func blocks() throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(
      """
      local x = 12345
      local function random(n) x = (x * 1103515245 + 12345) & 0x7fffffff return (x >> 8) % n + 1 end
      local kept = {}
      for step = 1, 60000 do
        local slot, size = random(500), 2 ^ random(16) // 1 | 0
        local old = kept[slot]
        if old then
          assert(#old.text == old.size and old.text:byte(1) == old.mark and old.text:byte(-1) == old.mark)
          assert(#old.list == old.count and old.list[old.count] == old.mark)
        end
        local mark, size, count = random(250), random(size), random(random(300))
        local list = {}
        for i = 1, count do list[i] = mark end
        kept[slot] = { text = string.char(mark):rep(size), size = size, mark = mark, list = list,
                       count = count }
      end
      """, milliseconds: 120_000)
    #expect(outcome.isOK, "\(outcome)")
    #expect(script.close() == 0)
  }
}
