import Market
import Money

extension Price: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Price {
    Price(micros: try reader.number())
  }

  func write(_ writer: inout MessageWriter) { writer.put(micros) }
}

extension Amount: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Amount {
    Amount(micros: try reader.number())
  }

  func write(_ writer: inout MessageWriter) { writer.put(micros) }
}

extension EventTime: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> EventTime {
    EventTime(nanoseconds: try reader.number())
  }

  func write(_ writer: inout MessageWriter) { writer.put(nanoseconds) }
}

extension InstrumentID: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> InstrumentID {
    InstrumentID(index: try reader.number(in: 0...Int32.max, "an instrument"))
  }

  func write(_ writer: inout MessageWriter) { writer.put(index) }
}

extension Tick: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Tick {
    Tick(
      time: try reader.value(), instrument: try reader.value(), bid: try reader.value(),
      ask: try reader.value(), ltp: try reader.value(), volume: try reader.number(),
      lastQuantity: try reader.number(), bidQuantity: try reader.number(),
      askQuantity: try reader.number(), openInterest: try reader.number())
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(time)
    writer.put(instrument)
    writer.put(bid)
    writer.put(ask)
    writer.put(ltp)
    writer.put(volume)
    writer.put(lastQuantity)
    writer.put(bidQuantity)
    writer.put(askQuantity)
    writer.put(openInterest)
  }
}

extension Bar: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Bar {
    Bar(
      instrument: try reader.value(), interval: try reader.word(), start: try reader.value(),
      open: try reader.value(), high: try reader.value(), low: try reader.value(),
      close: try reader.value(), volume: try reader.number())
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(instrument)
    writer.put(word: interval)
    writer.put(start)
    writer.put(open)
    writer.put(high)
    writer.put(low)
    writer.put(close)
    writer.put(volume)
  }
}

extension Instrument: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Instrument {
    Instrument(
      id: try reader.value(), symbol: try reader.text(atMost: MessageLimits.line),
      increment: Price(micros: try reader.number(in: 1...Int64.max, "an increment")),
      lot: try reader.number(in: 0...Int64.max, "a lot"), freeze: try freeze(&reader))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(id)
    writer.put(symbol)
    writer.put(increment)
    writer.put(lot)
    writer.put(freeze)
  }

  private static func freeze(_ reader: inout MessageReader) throws(MessageFlaw) -> Int64? {
    guard let freeze = try reader.optionalNumber() else { return nil }
    guard freeze > 0 else { throw .invalid("a freeze quantity") }
    return freeze
  }
}
