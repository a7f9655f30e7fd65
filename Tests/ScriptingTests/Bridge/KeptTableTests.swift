import CLuaBridge
import Testing

@Suite("Kept tables of the Lua bridge")
struct KeptTableTests {
  /// A script whose `state.root` is logged, with a tick handler.
  private func logged(_ text: String, cap: Int = 64 << 20) throws -> BridgeScript {
    let script = try #require(BridgeScript(cap: cap))
    #expect(script.load("state.root = { n = 0, list = { 1, 2 } } " + text).isOK)
    sauda_log_state(script.script)
    #expect(encode(script).isOK)
    #expect(sauda_logs_state(script.script))
    return script
  }

  private func encode(_ script: BridgeScript) -> BridgeScript.Outcome {
    var bytes: UnsafePointer<UInt8>?
    var length = 0
    return .init(sauda_encode_state(script.script, 256 << 10, &bytes, &length))
  }

  private func bytes(_ script: BridgeScript) -> [UInt8]? {
    var bytes: UnsafePointer<UInt8>?
    var length = 0
    guard sauda_state_bytes(script.script, &bytes, &length) else { return nil }
    return Array(UnsafeBufferPointer(start: bytes, count: length))
  }

  /// The bytes of a script that does the same without notes.
  private func plain(_ text: String) throws -> [UInt8] {
    let script = try #require(BridgeScript())
    #expect(script.load("state.root = { n = 0, list = { 1, 2 } } " + text).isOK)
    #expect(encode(script).isOK)
    defer { #expect(script.close() == 0) }
    return try #require(bytes(script))
  }

  @Test(
    "what was written tells whether it may be kept",
    arguments: [
      ("root.n = 5 root.s = 'text' root.list[2] = nil root[true] = 1.5", true),
      ("root.list[3] = { a = { 1 }, b = 'x' }", true), ("table.insert(root.list, 1, 0)", true),
      ("root.list = { 7 }", true), ("root.list = nil", true), ("local t = root.list", true),
      ("root.other = root.list", false), ("root.f = print", false),
      ("root[print] = 1", false), ("root.me = root", false), ("root.__index = 1", false),
      ("setmetatable(root.list, {})", false), ("root.s = ('x'):rep(262100)", false),
      ("for i = 1, 5000 do root.n = i end", false),
    ])
  func commits(change: String, isTold: Bool) throws {
    let script = try logged("handler(function() local root = state.root \(change) end)")
    #expect(script.tick().isOK)
    #expect(sauda_commit_state(script.script) == isTold)
    if isTold {
      #expect(try bytes(script) == plain("local root = state.root \(change)"))
      #expect(sauda_state_is_stale(script.script) == false)
    }
    #expect(script.close() == 0)
  }

  @Test("the bytes are those of the last callback that was kept, whatever came after")
  func past() throws {
    let script = try logged(
      """
      handler(function(tick)
        local root = state.root
        root.n = root.n + 1
        root.list[#root.list + 1] = { root.n }
        if root.n == 2 then root.list[3][1] = "new" root.list[1] = nil error("no") end
      end)
      """)
    #expect(script.tick(1).isOK)
    #expect(sauda_commit_state(script.script))
    #expect(script.tick(2).isError)
    let kept = try #require(bytes(script))
    #expect(try kept == plain("state.root.n = 1 state.root.list[3] = { 1 }"))
    #expect(sauda_undo_state(script.script).status == 0)
    #expect(script.load("assert(state.root.n == 1 and state.root.list[3][1] == 1)").isOK)
    #expect(bytes(script) == kept)
    #expect(script.close() == 0)
  }

  @Test("bytes are had of a script that has filled its memory")
  func full() throws {
    let script = try logged(
      """
      for i = 1, 5000 do state.root["k" .. i] = i end
      local hoard = {}
      handler(function(tick)
        state.root.n = state.root.n + 1
        if tick.seq == 2 then for i = 1, 1e9 do hoard[i] = { i } end end
      end)
      """, cap: 4 << 20)
    #expect(script.tick(1).isOK)
    #expect(sauda_commit_state(script.script))
    #expect(script.tick(2).isMemory)
    let kept = try #require(bytes(script))
    #expect(try kept == plain("for i = 1, 5000 do state.root['k' .. i] = i end state.root.n = 1"))
    #expect(script.close() == 0)
  }

  @Test("tables that a collection is looking at become kept ones, and plain ones again")
  func collection() throws {
    let script = try logged(
      """
      local old = {}
      handler(function(tick)
        local root = state.root
        root.list = { { tick.seq }, { tostring(tick.seq):rep(20) } }
        old[#old + 1] = root.list
        for i = 1, 200 do root.s = ("x"):rep(i) end
        if #old > 1 then
          local last = table.remove(old, 1 + tick.seq * 7 % (#old - 1))
          setmetatable(last, {})
          assert(#last == 2 and #last[1] == 1 and #last[2][1] >= 20)
        end
        for _, list in ipairs(old) do assert(type(list[1][1]) == "number" and #list[2] == 1) end
        if #old > 50 then old = {} end
      end)
      """)
    for number in 1...3_000 {
      #expect(script.tick(Int64(number)).isOK)
      if !sauda_commit_state(script.script) { #expect(encode(script).isOK) }
    }
    #expect(script.close() == 0)
  }
}
