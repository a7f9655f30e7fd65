/// A call of a script that failed for a reason outside of the script's text: its process died, hung,
/// or was too slow on that machine.
public struct LostCall: Equatable, Sendable {
  /// The script.
  public var script: Int
  /// The number of the call among the script's calls of one event, from 0.
  public var call: Int
  /// How it failed.
  public var failure: ScriptFailure
  /// Whether the script is gone with it, so that it hears of nothing until it is started again.
  public var isGone: Bool

  /// A lost call.
  public init(script: Int, call: Int, failure: ScriptFailure, isGone: Bool) {
    self.script = script
    self.call = call
    self.failure = failure
    self.isGone = isGone
  }
}
