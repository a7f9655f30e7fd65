import CLuaBridge
import Testing

@Suite("Determinism of the Lua bridge")
struct DeterminismTests {
  /// Prints whatever could differ: hash orders, ends of lists with holes, objects, random numbers.
  static let probe = """
    local out = {}
    local t = {}
    for i = 1, 300 do t["k" .. i * 31 % 307] = i if i % 3 == 0 then t["k" .. (i - 2) * 31 % 307] = nil end end
    for i = 1, 60 do if i % 7 ~= 3 then t[i] = i end end
    out[#out + 1] = #t
    local objects = {}
    for i = 1, 40 do
      objects[i % 3 == 0 and function() return i end or i % 3 == 1 and {} or coroutine.create(print)] = i
    end
    objects[print], objects[math.floor], objects[pcall] = "print", "floor", "pcall"
    for _, v in pairs(objects) do out[#out + 1] = v end
    for i = 1, 10 do out[#out + 1] = math.random(1000000) end
    out[#out + 1] = math.random()
    math.randomseed(7)
    out[#out + 1] = math.random(1000)
    print(table.concat(out, " "))
    """

  static let golden = """
    60 floor pcall print 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 \
    29 30 31 32 33 34 35 36 37 38 39 40 757150 83432 142754 772088 748205 905175 790494 494313 \
    182143 487100 0.45661087142975 832
    """

  private func run(seed: UInt64, slot: Int32) throws -> (lines: [String], used: Int) {
    let script = try #require(BridgeScript(seed: seed, slot: slot))
    #expect(sauda_is_deterministic(script.script))
    let outcome = script.load(DeterminismTests.probe)
    #expect(outcome.isOK, "\(outcome)")
    let used = sauda_memory_used(script.script)
    #expect(script.close() == 0)
    return (script.lines, used)
  }

  @Test("two runs of a script print and hold the same, to the byte")
  func twice() throws {
    let first = try run(seed: 1, slot: 4_000), second = try run(seed: 1, slot: 4_000)
    #expect(first.lines == second.lines)
    #expect(first.used == second.used)
    #expect(try run(seed: 2, slot: 4_000).lines != first.lines)
  }

  @Test("math.randomseed() without a number begins the session's sequence again")
  func seedOfSession() throws {
    func lines(_ seed: UInt64) throws -> [String] {
      let script = try #require(BridgeScript(seed: seed))
      let outcome = script.load(
        """
        local function some() return math.random(1 << 40) .. " " .. math.random(1 << 40) end
        print(some()) print(math.randomseed()) print(some()) print(math.randomseed(5)) print(some())
        """)
      #expect(outcome.isOK, "\(outcome)")
      #expect(script.close() == 0)
      return script.lines
    }
    let first = try lines(7)
    #expect(first[0] == first[2] && first[1] == "7\t0" && first[3] == "5\t0")
    #expect(try lines(7) == first)
    let other = try lines(8)
    #expect(other[0] != first[0] && other[4] == first[4])
  }

  @Test("the results are those of every earlier run, in any process")
  func golden() throws {
    let result = try run(seed: 1, slot: 4_001)
    #expect(result.lines.first == DeterminismTests.golden)
  }

  @Test("elsewhere in memory, and after others came and went, the same")
  func elsewhere() throws {
    for slot in [Int32(0), 7, 4_002] {
      let script = try #require(BridgeScript(seed: 1, slot: slot))
      let before = """
        local gone = {} for i = 1, \(slot) do gone[i] = { i, function() return i end } end
        for i = 1, #gone, 3 do gone[i] = nil end
        kept = gone
        """
      #expect(script.load(before, name: String(repeating: "n", count: Int(slot) % 100 + 1)).isOK)
      #expect(script.load(DeterminismTests.probe).isOK)
      #expect(script.lines.first == DeterminismTests.golden)
      #expect(script.close() == 0)
    }
  }
}
