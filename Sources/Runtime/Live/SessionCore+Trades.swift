import Market
import Server
import Trading

/// Trades by hand: which desk deals, or which desks.
extension SessionCore where Rules: ~Copyable {
  /// Deals by hand.
  ///
  /// What sells longs or covers shorts is shared out over the desks that hold them, in the order of the
  /// command line, each up to what it holds and has free. All of it is asked for or nothing: the whole is
  /// denied when their sum does not cover it. Everything else goes to one desk.
  ///
  /// - Parameters:
  ///   - trade: The trade.
  ///   - instrument: The instrument of its symbol.
  ///   - time: When.
  /// - Returns: The gate's answers; nil when the engine took no request.
  mutating func deal(
    _ trade: HandTrade, in instrument: InstrumentID, at time: EventTime
  ) -> TradeVerdict? {
    // What is due by now happens before, and may change who holds what.
    act(.clock(time))
    let request = trade.request(of: instrument)
    let holders = holders(coveredBy: trade.side, instrument)
    guard holders.count > 1, let quantity = trade.quantity.wholeNumber, quantity > 0 else {
      let number = holders.first ?? desk(of: instrument)
      return ask(request, at: number, time).map { TradeVerdict([$0]) }
    }
    var shares: [(desk: Int, units: Int64)] = []
    var rest = quantity
    for number in holders {
      let units = min(rest, engine.desks[number].freeQuantity(instrument))
      if units > 0 { shares.append((number, units)) }
      rest -= units
    }
    // A desk that would deny its share denies the whole, before another has dealt.
    if rest > 0 || shares.contains(where: { engine.desks[$0.desk].mode == .halted }) {
      let number = shares.first { engine.desks[$0.desk].mode == .halted }?.desk ?? holders[0]
      guard var part = ask(request, at: number, time) else { return nil }
      if case .denied(let denial) = part.ticket, denial.reason == .quantity {
        part.ticket = .denied(
          Denial(figures: .init(areMoney: false, need: quantity, available: quantity - rest)))
      }
      return TradeVerdict([part])
    }
    var parts: [TradeVerdict.Part] = []
    for share in shares {
      var request = request
      request.quantity = .whole(share.units)
      guard let part = ask(request, at: share.desk, time) else { break }
      parts.append(part)
      guard case .approved = part.ticket else { break }
    }
    return parts.isEmpty ? nil : TradeVerdict(parts)
  }

  private mutating func ask(
    _ request: OrderRequest, at number: Int, _ time: EventTime
  ) -> TradeVerdict.Part? {
    act(.request(request, desk: number, at: time)).map {
      TradeVerdict.Part(desk: number, ticket: $0)
    }
  }

  /// The desks whose positions a trade of a side makes smaller: for a sale those that are long; for a
  /// purchase those that are short, where the first desk that holds the symbol is.
  private func holders(coveredBy side: OrderSide, _ instrument: InstrumentID) -> [Int] {
    let open = engine.desks.indices.filter { engine.desks[$0].heldPosition(instrument).isOpen }
    switch side {
    case .sell: return open.filter { engine.desks[$0].heldPosition(instrument).isLong }
    case .buy:
      guard let first = open.first, !engine.desks[first].heldPosition(instrument).isLong else {
        return []
      }
      return open.filter { !engine.desks[$0].heldPosition(instrument).isLong }
    }
  }

  /// The desk that any other trade is made at: the first that holds the symbol, else the first script's
  /// that declares it.
  private func desk(of instrument: InstrumentID) -> Int {
    engine.desks.firstIndex { $0.heldPosition(instrument).isOpen }
      ?? engine.desks.firstIndex { $0.symbols.contains(instrument) } ?? 0
  }
}

/// The gate's answers to a trade by hand, and where it was made.
struct TradeVerdict {
  /// What was asked of one desk.
  struct Part {
    /// The desk.
    var desk: Int
    /// The answer.
    var ticket: OrderTicket
  }

  /// One or more, in the order in which they were asked for.
  let parts: [Part]

  /// A verdict from its parts.
  init(_ parts: [Part]) { self.parts = parts }
}
