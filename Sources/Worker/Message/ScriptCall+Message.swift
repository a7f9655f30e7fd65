import Market
import Trading

extension ScriptCall: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ScriptCall {
    switch try reader.number(UInt8.self) {
    case 0:
      .start(
        mode: try reader.word(), isResumed: try reader.flag(), openPositions: try reader.list())
    case 1: .fill(try reader.value())
    case 2: .order(index: Int(try reader.number(in: 0...Int64(Int32.max), "an order")))
    case 3: .position(try reader.value(), try reader.word())
    case 4: .bar(try reader.value())
    case 5: .timer(id: try reader.number())
    case 6:
      .rule(
        name: try reader.text(atMost: MessageLimits.word),
        arguments: Array(try reader.bytes(atMost: MessageLimits.arguments)),
        position: try reader.value(), tick: try reader.value(), sequence: try reader.number())
    case 7: .session(phase: try reader.text(atMost: MessageLimits.word))
    case 8: .connection(state: try reader.text(atMost: MessageLimits.word))
    case 9: .newDay
    case 10: .error(try reader.value())
    case 11: .stop(reason: try reader.text(atMost: MessageLimits.word))
    default: throw .invalid("a call")
    }
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(code)
    switch self {
    case .start(let mode, let isResumed, let open):
      writer.put(word: mode)
      writer.put(isResumed)
      writer.put(list: open)
    case .fill(let fill): writer.put(fill)
    case .order(let index): writer.put(Int64(index))
    case .position(let view, let change):
      writer.put(view)
      writer.put(word: change)
    case .bar(let bar): writer.put(bar)
    case .timer(let id): writer.put(id)
    case .rule(let name, let arguments, let position, let tick, let sequence):
      writer.put(name)
      writer.put(bytes: arguments)
      writer.put(position)
      writer.put(tick)
      writer.put(sequence)
    case .session(let phase): writer.put(phase, atMost: MessageLimits.word)
    case .connection(let state): writer.put(state, atMost: MessageLimits.word)
    case .newDay: break
    case .error(let failure): writer.put(failure)
    case .stop(let reason): writer.put(reason, atMost: MessageLimits.word)
    }
  }

  private var code: UInt8 {
    switch self {
    case .start: 0
    case .fill: 1
    case .order: 2
    case .position: 3
    case .bar: 4
    case .timer: 5
    case .rule: 6
    case .session: 7
    case .connection: 8
    case .newDay: 9
    case .error: 10
    case .stop: 11
    }
  }
}
