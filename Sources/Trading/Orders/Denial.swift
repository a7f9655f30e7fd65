/// The gate's refusal, with the limit and the actual value in its detail.
public struct Denial: Error, Hashable, Sendable {
  /// The code.
  public let reason: DenialReason
  /// One sentence for people, such as `Insufficient quantity. Need: 11, Available: 10`.
  public let detail: String

  /// A refusal.
  public init(_ reason: DenialReason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }
}
