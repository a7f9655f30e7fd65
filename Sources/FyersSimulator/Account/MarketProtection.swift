import Money

/// The band around the last price that a market order may trade in.
///
/// Since April 2026 a broker turns market orders into limit orders at the last price ± this band
/// (INDIA.md §5.5); the band of shares is not published and taken as that of stock futures.
enum MarketProtection {
  /// The worst price of a market order.
  static func limit(_ instrument: SimulatedInstrument, side: Int64, last: Price) -> Price {
    let step = instrument.increment.micros
    let band = max(step, width(instrument, last: last.micros))
    let raw = side > 0 ? Int128(last.micros) + Int128(band) : Int128(last.micros) - Int128(band)
    let bounded = min(
      max(raw, Int128(instrument.lowerCircuit.micros)), Int128(instrument.upperCircuit.micros))
    // Away from the last price, so that the band is never narrower than published.
    let index = floorDivision(side > 0 ? bounded + Int128(step) - 1 : bounded, by: Int128(step))
    return Price(micros: Int64(clamping: max(1, index) * Int128(step)))
  }

  private static func width(_ instrument: SimulatedInstrument, last: Int64) -> Int64 {
    switch instrument.kind {
    case 11: last <= 10_000_000_000 ? 50_000_000 : last / 200
    case 14, 15, 19, 31:
      last <= 10_000_000 ? 1_500_000 : last <= 20_000_000 ? last / 100 * 15 : last / 10
    default: last <= 50_000_000 ? 750_000 : last / 1_000 * 15
    }
  }
}
