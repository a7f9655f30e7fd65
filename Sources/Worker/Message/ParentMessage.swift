import Market
import Trading

/// What the engine's process says to a worker.
enum ParentMessage: MessageValue {
  /// Load a script.
  case load(LoadRequest)
  /// These are the instruments of the session, in the order of their ids.
  case bind([Instrument])
  /// Take over a state.
  case restore([UInt8])
  /// Run a callback, at a time and with so many orders at the desk.
  case call(ScriptCall, now: EventTime, orderCount: Int)
  /// The answer to what was asked, with the orders at the desk now.
  case answer(DeskAnswer, orderCount: Int)

  /// The first byte of a tick, which has a form of its own: ``TickRecord``.
  static let tickCode: UInt8 = 5

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ParentMessage {
    switch try reader.number(UInt8.self) {
    case 0: .load(try reader.value())
    case 1: .bind(try reader.list())
    case 2: .restore(Array(try reader.bytes(atMost: MessageLimits.state)))
    case 3:
      .call(
        try reader.value(), now: try reader.value(), orderCount: Int(try reader.number(UInt32.self))
      )
    case 4: .answer(try reader.value(), orderCount: Int(try reader.number(UInt32.self)))
    default: throw .invalid("a message")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .load(let request):
      writer.put(UInt8(0))
      writer.put(request)
    case .bind(let instruments):
      writer.put(UInt8(1))
      writer.put(list: instruments)
    case .restore(let bytes):
      writer.put(UInt8(2))
      writer.put(bytes: bytes)
    case .call(let call, let now, let orderCount):
      writer.put(UInt8(3))
      writer.put(call)
      writer.put(now)
      writer.put(UInt32(clamping: orderCount))
    case .answer(let answer, let orderCount):
      writer.put(UInt8(4))
      writer.put(answer)
      writer.put(UInt32(clamping: orderCount))
    }
  }
}

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
    case 7: .session(phase: try reader.word(), symbols: try reader.list())
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
    case .session(let phase, let symbols):
      writer.put(word: phase)
      writer.put(list: symbols)
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
