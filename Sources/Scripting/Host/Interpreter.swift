import CLuaBridge
import Trading

/// One sandboxed Lua state and the exchange of plain values with it.
///
/// All of Lua's functions that may raise run inside the bridge; nothing here is ever jumped over.
final class Interpreter {
  /// Answers a call from Lua; what it throws is raised there after it has returned.
  typealias Responder =
    (Int32, HostArguments, inout HostReply) throws(HostRefusal) -> Void

  /// The bridge's state; nil when there was no memory for it.
  private(set) var script: OpaquePointer?
  /// Who answers.
  var responder: Responder?
  /// Answers an order that takes the short way; false when it has to take the long one.
  var ordering: ((Int32, Int32, Int64, Int32, UnsafeMutablePointer<sauda_answer>?) -> Bool)?
  /// Gives the units held of a symbol; nil when the question has to take the long way.
  var holding: ((Int32) -> Int64?)?
  let texts = TextArena()
  private let arguments = UnsafeMutablePointer<sauda_value>.allocate(capacity: SAUDA_MAX_VALUES)
  private let results = UnsafeMutablePointer<sauda_value>.allocate(capacity: SAUDA_MAX_VALUES)

  init(memoryCap: Int, seed: UInt64, slot: Int32, takesShortcuts: Bool) {
    var configuration = sauda_configuration()
    configuration.memory_cap = memoryCap
    configuration.seed = seed
    configuration.slot = slot
    configuration.context = Unmanaged.passUnretained(self).toOpaque()
    configuration.shortcut_context = configuration.context
    configuration.host = { context, function, arguments, count, results, capacity in
      guard let context else { return Int32(SAUDA_RAISE) }
      return Unmanaged<Interpreter>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.answer(
          function, HostArguments(base: arguments, count: Int(count)), results, Int(capacity))
      }
    }
    // Each open script holds the watchdog; without it nothing would end a loop.
    guard sauda_watchdog_start() else { return }
    if takesShortcuts { Self.offerShortcuts(&configuration) }
    script = sauda_open(&configuration)
    if script == nil { sauda_watchdog_stop() }
  }

  /// Lets plain orders, and questions what is held, go past the exchange of values.
  private static func offerShortcuts(_ configuration: inout sauda_configuration) {
    configuration.order = { context, verb, symbol, quantity, line, answer in
      guard let context else { return false }
      return Unmanaged<Interpreter>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.ordering?(verb, symbol, quantity, line, answer) ?? false
      }
    }
    configuration.holding = { context, symbol, quantity in
      guard let context, let quantity else { return false }
      return Unmanaged<Interpreter>.fromOpaque(context)._withUnsafeGuaranteedRef {
        guard let units = $0.holding?(symbol) else { return false }
        quantity.pointee = units
        return true
      }
    }
  }

  deinit {
    close()
    arguments.deallocate()
    results.deallocate()
  }

  /// Closes the state and gives what its allocator still counted: 0 unless something leaked.
  @discardableResult
  func close() -> Int {
    guard let script else { return 0 }
    self.script = nil
    defer { sauda_watchdog_stop() }
    return sauda_close(script)
  }

  private func answer(
    _ function: Int32, _ arguments: HostArguments,
    _ results: UnsafeMutablePointer<sauda_value>?, _ capacity: Int
  ) -> Int32 {
    texts.reset()
    var reply = HostReply(values: results, capacity: capacity, texts: texts)
    guard let responder else { return Int32(SAUDA_RAISE) }
    do throws(HostRefusal) {
      try responder(function, arguments, &reply)
      return Int32(truncatingIfNeeded: reply.count)
    } catch {
      release(functionsIn: arguments)
      var refusal = HostReply(values: results, capacity: capacity, texts: texts)
      refusal.append(error.message)
      return Int32(SAUDA_RAISE)
    }
  }

  /// Gives back functions that were passed where plain values belong.
  private func release(functionsIn arguments: HostArguments) {
    for index in 0..<arguments.count {
      guard let value = arguments[index], Int(value.kind) == SAUDA_FUNCTION else { continue }
      sauda_release(script, value.integer)
    }
  }

  /// Calls an entry of the prelude.
  ///
  /// - Parameters:
  ///   - entry: Which.
  ///   - budget: Nanoseconds of the thread's processor time.
  ///   - write: Writes the arguments.
  ///   - read: Reads the results, after a call that went well.
  /// - Returns: How it ended.
  func call<Result>(
    _ entry: PreludeEntry, budget: Int64, write: (inout HostReply) -> Void,
    read: (HostArguments) -> Result
  ) -> (outcome: sauda_outcome, result: Result?) {
    texts.reset()
    var values = HostReply(values: arguments, capacity: Int(SAUDA_MAX_VALUES), texts: texts)
    write(&values)
    var count: Int32 = 0
    let outcome = sauda_call(
      script, entry.rawValue, arguments, Int32(truncatingIfNeeded: values.count), results,
      Int32(SAUDA_MAX_VALUES), &count, budget)
    guard Int(outcome.status) == SAUDA_OK else { return (outcome, nil) }
    return (outcome, read(HostArguments(base: results, count: Int(count))))
  }

  /// The `file.lua:12` of the script line that runs; empty when none does.
  var currentLine: (file: String, line: Int32)? {
    var file: UnsafePointer<CChar>?
    var line: Int32 = 0
    guard sauda_current_line(script, &file, &line), let file else { return nil }
    return (String(cString: file), line)
  }

  /// A failure from how a call ended.
  func failure(_ outcome: sauda_outcome, callback: String) -> ScriptFailure {
    let kind: ScriptFailure.Kind =
      switch Int(outcome.status) {
      case SAUDA_TIME: .time
      case SAUDA_MEMORY: .memory
      default: .error
      }
    return ScriptFailure(
      kind: kind, callback: callback, message: text(outcome.message), source: text(outcome.source),
      traceback: text(outcome.traceback))
  }

  private func text(_ pointer: UnsafePointer<CChar>?) -> String {
    guard let pointer else { return "" }
    return String(cString: pointer)
  }
}

/// Room for the texts of one exchange with Lua; emptied at the start of the next.
///
/// Texts keep their place until then: a block that is full is put aside, never moved.
final class TextArena {
  private static let blockSize = 16_384
  private var block: UnsafeMutableRawBufferPointer
  private var used = 0
  private var retired: [UnsafeMutableRawBufferPointer] = []

  init() {
    block = .allocate(byteCount: Self.blockSize, alignment: 8)
  }

  deinit {
    block.deallocate()
    for old in retired { old.deallocate() }
  }

  /// Forgets all texts.
  func reset() {
    used = 0
    guard !retired.isEmpty else { return }
    for old in retired { old.deallocate() }
    retired = []
  }

  /// A copy that stands until ``reset()``.
  func copy(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
    if used + bytes.count > block.count {
      retired.append(block)
      block = .allocate(byteCount: max(Self.blockSize, bytes.count), alignment: 8)
      used = 0
    }
    guard let base = block.baseAddress else { return nil }
    let place = base + used
    if let source = bytes.baseAddress { place.copyMemory(from: source, byteCount: bytes.count) }
    used += bytes.count
    return UnsafePointer(place.assumingMemoryBound(to: CChar.self))
  }
}
