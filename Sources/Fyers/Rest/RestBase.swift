/// The root an endpoint's path is relative to.
public enum RestBase: Sendable {
  /// Account, orders and login: `/api/v3`.
  case trading
  /// Market data: `/data`.
  case data
  /// Public files: symbol master and index table.
  case publicFiles
  /// The address lookup of the depth socket: `/indus`.
  case indus
}
