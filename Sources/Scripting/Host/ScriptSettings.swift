/// What a script runs with; the defaults are the product's.
package struct ScriptSettings: Sendable {
  /// Bytes the script may hold.
  package var memoryCap = 64 * 1_048_576
  /// The seed of `math.random`.
  package var seed: UInt64 = 1
  /// The script's number in its session, from 0: it fixes the addresses of its memory.
  package var slot: Int32 = 0
  /// Parameters from outside.
  package var overrides: [ParameterOverride] = []
  /// Nanoseconds of processor time of a callback.
  package var callbackBudget: Int64 = 20_000_000
  /// Nanoseconds of processor time of the load and of `on_start`.
  package var startBudget: Int64 = 2_000_000_000
  /// Whether `on_tick` may be given plain values where its source allows it; tests turn it off.
  package var allowsPositionalTicks = true

  /// The product's settings.
  package init() {}
}
