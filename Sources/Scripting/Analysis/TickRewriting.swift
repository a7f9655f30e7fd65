/// A script's text with the fields of `on_tick`'s tick as plain parameters.
struct TickRewriting: Equatable {
  /// The rewritten text; its lines are those of the script.
  let text: [UInt8]
  /// The fields, in the order of the parameters.
  let fields: [TickField]

  /// Rewrites a script; nil when there is any doubt that it would behave the same.
  init?(_ source: [UInt8]) { return nil }
}
