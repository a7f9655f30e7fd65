import Scripting
import Trading

/// What a worker says to the engine's process.
enum WorkerMessage: MessageValue {
  /// It is locked in and waits for a script; with the version of the protocol it speaks.
  case ready(version: UInt32)
  /// The script loaded.
  case loaded(LoadReport)
  /// The script did not load.
  case refused(ScriptLoadProblem)
  /// A call, a binding or a restoring ended.
  case finished(CallReport)
  /// The script asks.
  case ask(DeskAsk)

  /// The version of the protocol.
  static let version: UInt32 = 1
  /// The only byte of the shortest message: a call completed, nothing was said, the state stands.
  static let quiet: UInt8 = 5

  /// Reads a whole message; nil is the quiet one.
  static func decode(_ bytes: UnsafeRawBufferPointer) throws(MessageFlaw) -> WorkerMessage? {
    if bytes.count == 1, bytes[0] == quiet { return nil }
    var reader = MessageReader(bytes)
    let message = try WorkerMessage.read(&reader)
    try reader.finish()
    return message
  }

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> WorkerMessage {
    switch try reader.number(UInt8.self) {
    case 0: .ready(version: try reader.number())
    case 1: .loaded(try reader.value())
    case 2: .refused(try reader.value())
    case 3: .finished(try reader.value())
    case 4: .ask(try reader.value())
    default: throw .invalid("its kind")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .ready(let version):
      writer.put(UInt8(0))
      writer.put(version)
    case .loaded(let report):
      writer.put(UInt8(1))
      writer.put(report)
    case .refused(let problem):
      writer.put(UInt8(2))
      writer.put(problem)
    case .finished(let report):
      writer.put(UInt8(3))
      writer.put(report)
    case .ask(let ask):
      writer.put(UInt8(4))
      writer.put(ask)
    }
  }
}

extension ScriptLoadProblem: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ScriptLoadProblem {
    switch try reader.number(UInt8.self) {
    case 0: .refused(try reader.value())
    case 1: .parameter(try reader.text(atMost: MessageLimits.sentence))
    case 2: .noMemory
    default: throw .invalid("a load problem")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .refused(let failure):
      writer.put(UInt8(0))
      writer.put(failure)
    case .parameter(let sentence):
      writer.put(UInt8(1))
      writer.put(sentence, atMost: MessageLimits.sentence)
    case .noMemory: writer.put(UInt8(2))
    }
  }
}
