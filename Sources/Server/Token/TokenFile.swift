import Glibc

/// The file that keeps the API's token between sessions, readable for its owner only.
public enum TokenFile {
  /// The file's name in the data folder.
  public static let name = "api-token"

  /// The token in a folder's file; makes file and token when there is none.
  ///
  /// Of several processes that begin at once, one makes the token and all read it.
  ///
  /// - Parameter folder: The data folder; it exists.
  /// - Returns: The token.
  /// - Throws: ``TokenError`` when the file cannot be used, holds no token, or may be read or
  ///   written by others.
  public static func loadOrMake(in folder: String) throws(TokenError) -> ApiToken {
    let path = "\(folder)/\(name)"
    if let token = try load(path) { return token }
    let token = ApiToken()
    // Written aside and linked into place: nobody ever sees half a token, and the first one wins.
    let temporary = "\(path).\(getpid()).new"
    try write(token, to: temporary)
    let linked = link(temporary, path)
    let code = errno
    unlink(temporary)
    if linked == 0 { return token }
    guard code == EEXIST, let token = try load(path) else { throw failure(path, "make", code) }
    return token
  }

  private static func write(_ token: ApiToken, to path: String) throws(TokenError) {
    unlink(path)
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(path, "make", errno) }
    let bytes = Array((token.reveal() + "\n").utf8)
    let written = Glibc.write(file, bytes, bytes.count)
    var code = written == bytes.count ? 0 : (written < 0 ? errno : ENOSPC)
    if code == 0, fchmod(file, 0o600) != 0 || fsync(file) != 0 { code = errno }
    close(file)
    guard code == 0 else {
      unlink(path)
      throw failure(path, "write", code)
    }
  }

  private static func load(_ path: String) throws(TokenError) -> ApiToken? {
    // A FIFO would wait for a writer, perhaps for ever.
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw failure(path, "open", errno)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure(path, "look at", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .file("\(path): expected a plain file, found something else; remove it")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .file("\(path): expected a file of mode 0600, others may use it; chmod 600 it")
    }
    var bytes = [UInt8](repeating: 0, count: ApiToken.maximumLength + 2)
    let count = read(file, &bytes, bytes.count)
    guard count >= 0 else { throw failure(path, "read", errno) }
    var text = String(decoding: bytes.prefix(count), as: UTF8.self)
    if text.last == "\n" { text.removeLast() }
    return try ApiToken(text)
  }

  private static func failure(_ path: String, _ verb: String, _ code: Int32) -> TokenError {
    .file("\(path): cannot \(verb): \(String(cString: strerror(code)))")
  }
}
