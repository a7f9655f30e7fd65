import CLuaBridge

/// A sandboxed script with a tiny prelude of its own, for tests of the C bridge.
///
/// The script sees `print` (kept in `lines`), `handler(fn)` (the tick handler), `entry(n, fn)`,
/// `state`, `native` (the prelude's functions) and `fail(text)` (an error raised by the host).
final class BridgeScript {
  /// How a call ended.
  struct Outcome: Equatable, CustomStringConvertible {
    var status: Int32
    var message: String
    var source: String
    var traceback: String

    init(_ outcome: sauda_outcome) {
      status = outcome.status
      message = String(cString: outcome.message)
      source = String(cString: outcome.source)
      traceback = String(cString: outcome.traceback)
    }

    var isOK: Bool { status == Int32(SAUDA_OK) }
    var isTime: Bool { status == Int32(SAUDA_TIME) }
    var isMemory: Bool { status == Int32(SAUDA_MEMORY) }
    var isError: Bool { status == Int32(SAUDA_ERROR) }
    var description: String { "[\(status)] \(message) at \(source)" }
  }

  /// What the C side calls back into.
  final class Host {
    var lines: [String] = []
    var handles: [Int64] = []
    /// Runs inside host function 3, while a script is under way.
    var inside: (() -> Void)?
  }

  static let prelude = """
    local n = ...
    local G = n.globals
    local text, select, unpack = tostring, select, table.unpack
    G.print = function(...)
      local t = {...}
      for i = 1, select("#", ...) do t[i] = text((select(i, ...))) end
      n.host(1, unpack(t))
    end
    G.fail = function(message) n.host(2, message) end
    G.host = function(...) return n.host(3, ...) end
    G.keep = function(...) return n.host(4, ...) end
    G.handler = function(f) n.register(0, f) end
    G.entry = function(i, f) n.register(i, f) end
    G.state = {}
    n.set_state(G.state)
    G.native = n
    """

  let script: OpaquePointer
  let host = Host()
  var lines: [String] { host.lines }

  init?(cap: Int = 64 << 20, seed: UInt64 = 1, slot: Int32 = 0) {
    var configuration = sauda_configuration()
    configuration.memory_cap = cap
    configuration.seed = seed
    configuration.slot = slot
    configuration.context = Unmanaged.passUnretained(host).toOpaque()
    configuration.host = { context, function, arguments, count, results, _ in
      guard let context, let arguments, let results else { return 0 }
      let host = Unmanaged<Host>.fromOpaque(context).takeUnretainedValue()
      let list = UnsafeBufferPointer(start: arguments, count: Int(count))
      return host.call(function, Array(list), results)
    }
    guard sauda_watchdog_start(), let script = sauda_open(&configuration) else { return nil }
    self.script = script
    let loaded = BridgeScript.prelude.withCString { text in
      sauda_load_prelude(script, text, BridgeScript.prelude.utf8.count, "sauda")
    }
    guard loaded.status == Int32(SAUDA_OK) else { return nil }
  }

  /// Compiles and runs text as a script's top level.
  @discardableResult
  func load(_ text: String, name: String = "test.lua", milliseconds: Int64 = 2_000) -> Outcome {
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { bytes in
        Outcome(
          sauda_load_script(script, bytes.baseAddress, bytes.count, name, milliseconds * 1_000_000))
      }
    }
  }

  /// Drives one tick.
  @discardableResult
  func tick(_ sequence: Int64 = 1, milliseconds: Int64 = 20) -> Outcome {
    call(BridgeScript.tick, sequence, milliseconds: milliseconds)
    return Outcome(sauda_last_outcome(script))
  }

  /// Calls the handler for a tick with a number; the status.
  @discardableResult
  func call(_ tick: sauda_tick, _ number: Int64, milliseconds: Int64 = 20) -> Int32 {
    withUnsafePointer(to: tick) { tick in
      var run = sauda_run()
      run.ticks = tick
      run.first_number = number
      run.count = 1
      return sauda_call_ticks(script, &run, milliseconds * 1_000_000)
    }
  }

  /// Calls an entry with integers; returns its results as text.
  func call(_ entry: Int32, _ arguments: [Int64] = [], milliseconds: Int64 = 1_000)
    -> (outcome: Outcome, results: [String])
  {
    let values = arguments.map { number in
      var value = sauda_value()
      value.kind = Int32(SAUDA_INTEGER)
      value.integer = number
      return value
    }
    var results = [sauda_value](repeating: sauda_value(), count: 8)
    var count: Int32 = 0
    let outcome = sauda_call(
      script, entry, values, Int32(values.count), &results, Int32(results.count), &count,
      milliseconds * 1_000_000)
    return (Outcome(outcome), results.prefix(Int(count)).map(BridgeScript.text))
  }

  /// Closes the script; returns the bytes that its allocator still counts.
  func close() -> Int {
    defer { sauda_watchdog_stop() }
    return sauda_close(script)
  }

  static var tick: sauda_tick {
    var tick = sauda_tick()
    tick.time_nanoseconds = 1_736_135_400_123_456_789
    tick.bid = 99_950_000
    tick.ltp = 100_000_000
    tick.ask = 100_050_000
    tick.volume = 1_000
    tick.last_quantity = -1
    tick.bid_quantity = -1
    tick.ask_quantity = 7
    tick.open_interest = -1
    return tick
  }

  /// A value as text, tagged by its kind.
  static func text(_ value: sauda_value) -> String {
    switch Int(value.kind) {
    case SAUDA_NIL: return "nil"
    case SAUDA_BOOLEAN: return value.integer == 0 ? "false" : "true"
    case SAUDA_INTEGER: return "int \(value.integer)"
    case SAUDA_NUMBER: return "num \(value.number)"
    case SAUDA_STRING: return "str \(bytes(value))"
    case SAUDA_FUNCTION: return "function"
    default: return "other \(bytes(value))"
    }
  }

  static func bytes(_ value: sauda_value) -> String {
    guard let text = value.text else { return "" }
    let raw = UnsafeRawBufferPointer(start: text, count: value.length)
    return String(decoding: raw, as: UTF8.self)
  }
}

extension BridgeScript.Host {
  /// Function 1 logs, 2 raises, 3 echoes, 4 keeps handles of functions.
  func call(
    _ function: Int32, _ arguments: [sauda_value], _ results: UnsafeMutablePointer<sauda_value>
  ) -> Int32 {
    switch function {
    case 1:
      lines.append(arguments.map(BridgeScript.bytes).joined(separator: "\t"))
      return 0
    case 2:
      results[0] = arguments.first ?? sauda_value()
      return Int32(SAUDA_RAISE)
    case 3:
      inside?()
      for (index, value) in arguments.enumerated() { results[index] = value }
      return Int32(arguments.count)
    default:
      handles += arguments.filter { Int($0.kind) == SAUDA_FUNCTION }.map(\.integer)
      return 0
    }
  }
}
