/// What every concrete indicator does for an ``Indicator``.
///
/// Kept as `any IndicatorState`: the state is then changed where it lies, and copied only when an
/// indicator is. An enum of the states moves its whole payload at each update, which measured five
/// times slower.
protocol IndicatorState: Sendable {
  /// Takes a bar, of which an indicator of a series reads the close.
  ///
  /// - Parameter bar: The bar; its numbers are finite.
  /// - Returns: The outputs in the order of ``IndicatorKind/outputs``; NaN where one is not ready.
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double>
}

/// Outputs as an ``IndicatorState`` gives them back.
func packed(
  _ first: Double?, _ second: Double? = nil, _ third: Double? = nil
) -> SIMD4<Double> {
  SIMD4(first ?? .nan, second ?? .nan, third ?? .nan, .nan)
}
