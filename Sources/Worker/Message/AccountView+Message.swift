import Market
import Money
import Trading

extension Fill: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Fill {
    Fill(
      order: Int(try reader.number(in: 0...Int64(Int32.max), "an order")),
      number: try reader.number(), instrument: try reader.value(), side: try reader.code(),
      quantity: try reader.number(), price: try reader.value(), commission: try reader.value(),
      realized: try reader.value(), time: try reader.value())
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(Int64(order))
    writer.put(number)
    writer.put(instrument)
    writer.put(side.rawValue)
    writer.put(quantity)
    writer.put(price)
    writer.put(commission)
    writer.put(realized)
    writer.put(time)
  }
}

extension PositionView: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> PositionView {
    var view = PositionView(instrument: try reader.value())
    view.quantity = try reader.number()
    view.cost = try reader.value()
    view.lastPrice = try reader.optional()
    view.unrealized = try reader.value()
    view.trip.realized = try reader.value()
    view.trip.commission = try reader.value()
    view.stop = try reader.optional()
    view.target = try reader.optional()
    view.trip.openedAt = try reader.optional()
    view.trip.best = try reader.optional()
    view.trip.worst = try reader.optional()
    view.riskMultipleMicros = try reader.optionalNumber()
    view.trip.tag = try reader.text(atMost: MessageLimits.tag)
    view.trip.barsHeld = try reader.number()
    view.trip.number = try reader.number()
    return view
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(instrument)
    writer.put(quantity)
    writer.put(cost)
    writer.put(lastPrice)
    writer.put(unrealized)
    writer.put(trip.realized)
    writer.put(trip.commission)
    writer.put(stop)
    writer.put(target)
    writer.put(trip.openedAt)
    writer.put(trip.best)
    writer.put(trip.worst)
    writer.put(riskMultipleMicros)
    writer.put(trip.tag, atMost: MessageLimits.tag)
    writer.put(trip.barsHeld)
    writer.put(trip.number)
  }
}

extension AccountView: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> AccountView {
    AccountView(
      cash: try reader.value(), free: try reader.value(), equity: try reader.value(),
      realized: try reader.value(), unrealized: try reader.value(),
      commission: try reader.value(), charges: try reader.value())
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(cash)
    writer.put(free)
    writer.put(equity)
    writer.put(realized)
    writer.put(unrealized)
    writer.put(commission)
    writer.put(charges)
  }
}

extension ChargeSchedule: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ChargeSchedule {
    guard let rate = CommissionRate(nanos: try reader.number()) else {
      throw .invalid("a commission rate")
    }
    return ChargeSchedule(commission: rate)
  }

  func write(_ writer: inout MessageWriter) { writer.put(commission.nanos) }
}

extension OrderView: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> OrderView {
    OrderView(
      number: try reader.number(), side: try reader.code(), instrument: try reader.value(),
      quantity: try reader.number(), filled: try reader.number(), value: try reader.value(),
      commission: try reader.value(), realized: try reader.value(), type: try reader.code(),
      status: try reader.code(), isEntry: try reader.flag(),
      failure: try reader.flag() ? try reader.word() : nil,
      reason: try reader.text(atMost: MessageLimits.line),
      detail: try reader.text(atMost: MessageLimits.exit),
      tag: try reader.text(atMost: MessageLimits.tag),
      source: try reader.text(atMost: MessageLimits.line), time: try reader.value())
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(number)
    writer.put(side.rawValue)
    writer.put(instrument)
    writer.put(quantity)
    writer.put(filled)
    writer.put(value)
    writer.put(commission)
    writer.put(realized)
    writer.put(type.rawValue)
    writer.put(status.rawValue)
    writer.put(isEntry)
    writer.put(failure != nil)
    if let failure { writer.put(word: failure) }
    writer.put(reason, atMost: MessageLimits.line)
    writer.put(detail, atMost: MessageLimits.exit)
    writer.put(tag, atMost: MessageLimits.tag)
    writer.put(source, atMost: MessageLimits.line)
    writer.put(time)
  }
}

extension Denial: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Denial {
    Denial(try reader.word(), try reader.text(atMost: MessageLimits.sentence))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(word: reason)
    writer.put(detail, atMost: MessageLimits.sentence)
  }
}

extension ScriptFailure: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ScriptFailure {
    ScriptFailure(
      kind: try reader.word(), callback: try reader.text(atMost: MessageLimits.word),
      message: try reader.text(atMost: MessageLimits.sentence),
      source: try reader.text(atMost: MessageLimits.line),
      traceback: try reader.text(atMost: MessageLimits.traceback))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(word: kind)
    writer.put(callback, atMost: MessageLimits.word)
    writer.put(message, atMost: MessageLimits.sentence)
    writer.put(source, atMost: MessageLimits.line)
    writer.put(traceback, atMost: MessageLimits.traceback)
  }
}
