/// Notices that `sauda login` wrote a new token while a session runs.
public struct TokenWatch: Sendable {
  private let store: TokenStore
  private let appID: String
  private var mark: String?

  /// A watch that has seen no file yet.
  ///
  /// - Parameters:
  ///   - store: The file's place.
  ///   - appID: The configured app; empty when the file is to say it.
  public init(store: TokenStore, appID: String) {
    self.store = store
    self.appID = appID
  }

  /// Looks at the file; to be called about once a second.
  ///
  /// - Returns: The token when the file is new or was replaced; nil when nothing changed.
  /// - Throws: ``FyersError/file(_:)`` once for a file that cannot be used.
  public mutating func newToken() throws(FyersError) -> AccessToken? {
    let seen = store.mark
    guard seen != mark else { return nil }
    mark = seen
    return try store.load(appID: appID)
  }
}
