/// The typical price weighted by volume since the start (TA-Lib `VWAP`, 0.8).
///
/// The start is the session's: whoever feeds it makes a new one, or resets it, when a session
/// begins. Unlike TA-Lib, which then says 0, there is no value before the first volume.
struct VolumeWeightedPrice: Sendable {
  private var turnover = RunningSum()
  private var volume = RunningSum()

  /// The average; nil before the first volume.
  var value: Double? { volume.value > 0 ? turnover.value / volume.value : nil }

  /// Takes the next bar; a negative volume counts as none.
  mutating func update(_ bar: IndicatorBar) {
    let weight = max(0, bar.volume)
    turnover.add(bar.typicalPrice * weight)
    volume.add(weight)
  }
}

extension VolumeWeightedPrice: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

/// Granville's on-balance volume (TA-Lib `OBV`): volume added on a rise and taken off on a fall.
///
/// It begins at the first bar's volume.
struct OnBalanceVolume: Sendable {
  private var previousClose: Double?
  private(set) var value: Double?

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    let total = value ?? bar.volume
    let previous = previousClose ?? bar.close
    if bar.close > previous {
      value = total + bar.volume
    } else if bar.close < previous {
      value = total - bar.volume
    } else {
      value = total
    }
    previousClose = bar.close
  }
}

extension OnBalanceVolume: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

/// The money flow index, from 0 to 100 (TA-Lib `MFI`): turnover on rises as a share of all.
///
/// A typical price that did not move beyond rounding carries no flow; 0 when nothing flowed.
struct MoneyFlow: Sendable {
  private var flows: SlidingWindow
  private var previous: Double?
  private var rising = RunningSum()
  private var falling = RunningSum()
  private var rises = 0
  private var falls = 0

  /// The index over this many moves.
  init(period: Int) { flows = SlidingWindow(size: period) }

  /// The index; nil before n + 1 bars.
  var value: Double? {
    guard flows.isFull else { return nil }
    // Running sums may keep a residue; without a rise, or a fall, its sum is exactly zero.
    let up = rises == 0 ? 0 : max(0, rising.value)
    let down = falls == 0 ? 0 : max(0, falling.value)
    return up + down > 0 ? 100 * (up / (up + down)) : 0
  }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    let price = bar.typicalPrice
    defer { previous = price }
    guard let previous else { return }
    let move = price - previous
    let isFlat = abs(move) <= smallestQuantity * (abs(price) + abs(previous))
    let flow = isFlat ? 0 : (move < 0 ? -price : price) * max(0, bar.volume)
    if let fallen = flows.push(flow) { count(fallen, -1) }
    count(flow, 1)
    if flows.hasWrapped { rebuild() }
  }

  private mutating func count(_ flow: Double, _ step: Int) {
    if flow > 0 {
      rises += step
      rising.add(Double(step) * flow)
    } else if flow < 0 {
      falls += step
      falling.add(-Double(step) * flow)
    }
  }

  private mutating func rebuild() {
    rising = RunningSum()
    falling = RunningSum()
    for flow in flows.values {
      if flow > 0 { rising.add(flow) } else { falling.add(-flow) }
    }
  }
}

extension MoneyFlow: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}
