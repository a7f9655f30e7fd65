import Trading

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
