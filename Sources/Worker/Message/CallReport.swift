import Scripting
import Trading

/// How a call ended, with what the script said and the state it left.
struct CallReport: MessageValue {
  /// How it ended.
  var outcome: CallOutcome
  /// What was said, in order.
  var outputs: [ScriptOutput]
  /// The state the call left; nil when it is what it was.
  var state: [UInt8]?

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> CallReport {
    CallReport(
      outcome: try reader.value(), outputs: try reader.list(),
      state: try reader.flag() ? Array(try reader.bytes(atMost: MessageLimits.state)) : nil)
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(outcome)
    writer.put(list: outputs)
    writer.put(state != nil)
    if let state { writer.put(bytes: state) }
  }
}

extension CallOutcome: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> CallOutcome {
    switch try reader.number(UInt8.self) {
    case 0: .completed
    case 1: .decided(try reader.value())
    case 2: .failed(try reader.value())
    default: throw .invalid("an outcome")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .completed: writer.put(UInt8(0))
    case .decided(let decision):
      writer.put(UInt8(1))
      writer.put(decision)
    case .failed(let failure):
      writer.put(UInt8(2))
      writer.put(failure)
    }
  }
}

extension RuleDecision: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> RuleDecision {
    switch try reader.number(UInt8.self) {
    case 0: .keep
    case 1:
      .levels(
        stopLoss: try reader.optional(), takeProfit: try reader.optional(),
        source: try reader.text(atMost: MessageLimits.line))
    case 2:
      .exit(
        text: try reader.text(atMost: MessageLimits.exit),
        source: try reader.text(atMost: MessageLimits.line))
    default: throw .invalid("a rule's decision")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .keep: writer.put(UInt8(0))
    case .levels(let stop, let target, let source):
      writer.put(UInt8(1))
      writer.put(stop)
      writer.put(target)
      writer.put(source, atMost: MessageLimits.line)
    case .exit(let text, let source):
      writer.put(UInt8(2))
      writer.put(text, atMost: MessageLimits.exit)
      writer.put(source, atMost: MessageLimits.line)
    }
  }
}

extension ScriptOutput: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ScriptOutput {
    switch try reader.number(UInt8.self) {
    case 0: .line(try reader.word(), try reader.text(atMost: MessageLimits.output))
    case 1:
      .plot(name: try reader.text(atMost: MessageLimits.line), value: try reader.finite())
    case 2: .mark(try reader.text(atMost: MessageLimits.line))
    case 3: .dropped(try reader.word(), count: Int(try reader.number(UInt32.self)))
    default: throw .invalid("an output")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .line(let level, let text):
      writer.put(UInt8(0))
      writer.put(word: level)
      writer.put(text, atMost: MessageLimits.output)
    case .plot(let name, let value):
      writer.put(UInt8(1))
      writer.put(name, atMost: MessageLimits.line)
      writer.put(value)
    case .mark(let text):
      writer.put(UInt8(2))
      writer.put(text, atMost: MessageLimits.line)
    case .dropped(let level, let count):
      writer.put(UInt8(3))
      writer.put(word: level)
      writer.put(UInt32(clamping: count))
    }
  }
}
