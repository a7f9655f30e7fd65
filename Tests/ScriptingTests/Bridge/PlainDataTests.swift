import CLuaBridge
import Testing

@Suite("Plain data of the Lua bridge")
struct PlainDataTests {
  private func encode(_ script: BridgeScript, limit: Int = 256 << 10)
    -> (outcome: BridgeScript.Outcome, bytes: [UInt8])
  {
    var bytes: UnsafePointer<UInt8>?
    var length = 0
    let outcome = sauda_encode_state(script.script, limit, &bytes, &length)
    return (.init(outcome), Array(UnsafeBufferPointer(start: bytes, count: length)))
  }

  static let sample = """
    state.orders = { 1, 2, { id = "BUY-1", ["x\\0y"] = "\\xff\\0" } }
    state[1.5], state[-1], state[true], state[false] = 0.1, math.mininteger, false, true
    state.inf, state.ninf, state.nan, state.zero, state.empty = 1/0, -1/0, 0/0, -0.0, {}
    for i = 1, 100 do state["key" .. i * 37 % 101] = i end
    """

  @Test("what is encoded comes back, in the same bytes, in the same table")
  func roundTrip() throws {
    let script = try #require(BridgeScript())
    script.load(PlainDataTests.sample + "\nkept = state")
    let first = encode(script)
    #expect(first.outcome.isOK, "\(first.outcome)")
    script.load("state.orders = nil state.more = 1 state[1] = 5")
    #expect(encode(script).bytes != first.bytes)
    #expect(sauda_decode_state(script.script, first.bytes, first.bytes.count).status == 0)
    #expect(encode(script).bytes == first.bytes)
    let check = script.load(
      """
      assert(kept == state and state.more == nil and state[1] == nil and state[1.5] == 0.1)
      assert(state.orders[3].id == "BUY-1" and state.orders[3]["x\\0y"] == "\\xff\\0")
      assert(state[-1] == math.mininteger and math.type(state.zero) == "float")
      assert(state.nan ~= state.nan and state.inf == 1/0 and state.key37 == 1 and state[false])
      """)
    #expect(check.isOK, "\(check)")
    #expect(sauda_decode_state(script.script, nil, 0).status == 0)
    #expect(script.load("assert(next(state) == nil)").isOK)
    #expect(script.close() == 0)
  }

  @Test(
    "what is no plain data is named by its path",
    arguments: [
      ("state.orders = { 1, 2, print }", "state.orders[3]: a function is no plain data"),
      ("state.a = { b = coroutine.create(print) }", "state.a.b: a thread is no plain data"),
      ("state.me = state", "state.me: a table inside itself is no plain data"),
      (
        "state.a = { b = 1 } state.a.c = state.a",
        "state.a.c: a table inside itself is no plain data"
      ),
      ("state.a = setmetatable({}, {})", "state.a: a table with a metatable is no plain data"),
      ("state[{}] = 1", "state[{}]: a table as key is no plain data"),
      ("state.x = ('x'):rep(300000)", "state: larger than 262144 bytes"),
      ("local t = state for i = 1, 100 do t.x = {} t = t.x end", "nested deeper than 100 tables"),
      ("local t = {} for i = 1, 60 do t = { t, t } end state.t = t", "larger than 262144 bytes"),
    ])
  func refused(body: String, message: String) throws {
    let script = try #require(BridgeScript())
    #expect(script.load(body).isOK)
    let result = encode(script)
    let isRight = result.outcome.isError && result.outcome.message.hasSuffix(message)
    #expect(isRight, "\(result.outcome)")
    #expect(result.bytes.isEmpty)
    #expect(script.close() == 0)
  }

  @Test("a shared table is written twice, and the limit is exact")
  func sharing() throws {
    let script = try #require(BridgeScript())
    script.load("local t = { 1 } state.a = t state.b = t")
    let result = encode(script)
    #expect(result.outcome.isOK)
    #expect(encode(script, limit: result.bytes.count).outcome.isOK)
    #expect(encode(script, limit: result.bytes.count - 1).outcome.isError)
    #expect(script.close() == 0)
  }

  @Test("every truncation and many mutations are refused or read, and a refusal changes nothing")
  func damage() throws {
    let script = try #require(BridgeScript())
    script.load(PlainDataTests.sample)
    let good = encode(script).bytes
    script.load("for k in pairs(state) do state[k] = nil end state.same = 1")
    let before = encode(script).bytes
    for length in 1..<good.count {
      #expect(sauda_decode_state(script.script, good, length).status == Int32(SAUDA_ERROR))
      #expect(encode(script).bytes == before)
    }
    var seed: UInt64 = 42
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = good
      for _ in 0...(seed % 3) {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
      }
      guard sauda_decode_state(script.script, bytes, bytes.count).status == 0 else { continue }
      accepted += 1
      // What is read is exactly what would be written: the format has one form for each value.
      #expect(encode(script).bytes == bytes, "seed \(seed)")
      if encode(script).bytes != bytes { break }
    }
    #expect(accepted > 0)
    #expect(script.close() == 0)
  }
}
