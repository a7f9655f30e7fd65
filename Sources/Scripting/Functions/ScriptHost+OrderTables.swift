import Market
import Money
import Trading

/// What an order table reads, live.
extension ScriptHost {
  /// `orderField(index, field)`; nil when there is no such order.
  func orderField(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("an order")
    guard let index = values.integer(0), index >= 0, index < desk.pointee.seeOrderCount(),
      let order = desk.pointee.seeOrder(at: Int(index)),
      let code = values.integer(1), let field = OrderField(rawValue: code)
    else {
      reply.appendNil()
      return
    }
    append(
      field, of: order, failure: order.failure, tag: order.tag, reason: order.reason,
      detail: order.detail, &reply)
  }

  /// Writes a field of an order; its texts are asked for where they are the field, or decide it.
  func append(
    _ field: OrderField, of order: some ListedOrder, failure: DenialReason?,
    tag: @autoclosure () -> String, reason: @autoclosure () -> String,
    detail: @autoclosure () -> String, _ reply: inout HostReply
  ) {
    switch field {
    case .id:
      // How many orders other scripts have made by now is not known to one that runs ahead of them.
      if door.isAhead { requests.askedOutOfTurn = true }
      reply.append("\(order.side.text)-\(order.number)")
    case .ok: reply.append(failure == nil && order.status != .failed)
    case .status: reply.append(order.status.text)
    case .side: reply.append(order.side.text)
    case .symbol: reply.append(symbol: order.instrument)
    case .qty: reply.append(order.quantity)
    case .filled: reply.append(order.filled)
    case .averagePrice:
      reply.append(NumberReading.double(micros: average(order.value, over: order.filled)))
    case .tag: reply.append(tag())
    case .type: reply.append(order.type.text)
    case .commission: reply.append(NumberReading.double(micros: order.commission.micros))
    case .realized: reply.append(NumberReading.double(micros: order.realized.micros))
    case .time: reply.append(order.time.milliseconds)
    case .reason:
      if let failure { return reply.append(failure.rawValue) }
      let reason = reason()
      if reason == OrderReason.script.text, order.status != .cancelled {
        reply.appendNil()
      } else {
        reply.append(reason)
      }
    case .detail:
      let detail = detail()
      if detail.isEmpty { reply.appendNil() } else { reply.append(detail) }
    }
  }

  /// `findOrder(from, instrument, status)`: the place of the next order that fits; nil: none.
  func findOrder(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("orders")
    guard let start = values.integer(0), start >= 0 else { return reply.appendNil() }
    let instrument = values.isNil(1) ? nil : try instrumentID(values, 1)
    let status = values.text(2)
    let count = desk.pointee.seeOrderCount()
    guard start < count else { return reply.appendNil() }
    var index = desk.pointee.seeListedOrder(from: Int(start))
    while index < count {
      if let order = desk.pointee.seeOrder(at: index),
        instrument == nil || order.instrument == instrument,
        status == nil || order.status.text == status
      {
        return reply.append(Int64(index))
      }
      index = desk.pointee.seeListedOrder(from: index + 1)
    }
    reply.appendNil()
  }

  /// Millionths of an exact sum over units, rounded half away from zero.
  func average(_ sum: Amount, over units: Int64) -> Int64 {
    guard units != 0 else { return 0 }
    let wide = roundedHalfAway(Int128(sum.micros), dividedBy: Int128(units.magnitude))
    return Int64(clamping: wide)
  }
}

/// What the desk's list of orders and a view of one of them have in common.
protocol ListedOrder {
  var number: Int32 { get }
  var side: OrderSide { get }
  var instrument: InstrumentID { get }
  var quantity: Int64 { get }
  var filled: Int64 { get }
  var value: Amount { get }
  var commission: Amount { get }
  var realized: Amount { get }
  var type: OrderType { get }
  var status: OrderStatus { get }
  var time: EventTime { get }
}

extension Order: ListedOrder {}
extension OrderView: ListedOrder {}
