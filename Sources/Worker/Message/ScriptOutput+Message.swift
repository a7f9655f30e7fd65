import Scripting

extension ScriptOutput: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ScriptOutput {
    switch try reader.number(UInt8.self) {
    case 0: .line(try reader.word(), try reader.text(atMost: MessageLimits.output))
    case 1:
      .plot(name: try reader.text(atMost: MessageLimits.line), value: try reader.finite())
    case 2: .mark(try reader.text(atMost: MessageLimits.line))
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
    }
  }
}
