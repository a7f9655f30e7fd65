import GRDB

/// Copies, and journals set aside.
extension Journal {
  /// Copies the journal of a folder into a file, while its session goes on; the copy is complete and durable
  /// when this returns.
  ///
  /// The copy is made page by page by SQLite, which begins again when the session writes meanwhile; a copy of
  /// the file alone would miss what is still in the log.
  ///
  /// - Parameters:
  ///   - folder: The account's folder.
  ///   - path: The file; it must not be there.
  /// - Throws: ``JournalError``.
  public static func backup(_ folder: String, to path: String) throws(JournalError) {
    let reader = try JournalReader(in: folder)
    try reader.copy(to: path)
  }

  /// Sets the journal of a folder aside under a name, so that the account can begin afresh.
  ///
  /// - Parameters:
  ///   - folder: The account's folder; no session may use it.
  ///   - name: 1 to 60 letters, digits, `-` and `_`.
  /// - Returns: The file that has it now, `journal-NAME.sqlite`.
  /// - Throws: ``JournalError``; ``JournalError/refused(path:reason:)`` when the name is taken or none.
  @discardableResult
  public static func setAside(in folder: String, as name: String) throws(JournalError) -> String {
    let path = JournalFolder.file(in: folder)
    guard JournalFolder.exists(path) else { throw .missing(path: folder) }
    let isName =
      !name.isEmpty && name.utf8.count <= 60
      && name.utf8.allSatisfy { byte in
        let scalar = Character(UnicodeScalar(byte))
        return scalar.isASCII && (scalar.isLetter || scalar.isNumber || "-_".contains(scalar))
      }
    let target = "\(folder)/journal-\(name).sqlite"
    guard isName, !JournalFolder.exists(target) else {
      throw .refused(
        path: target,
        reason: isName
          ? "there is a journal by that name; choose another"
          : "expected a name of 1 to 60 letters, digits, - and _; choose another")
    }
    let lock = try AccountLock(in: folder)
    defer { lock.release() }
    // Closing the last connection moves the log into the file and removes it.
    let queue = try Connection.openForWriting(path)
    try JournalError.wrap(path, "set the journal aside") {
      try queue.inDatabase { database in _ = try database.checkpoint(.truncate) }
      try queue.close()
    }
    if let left = JournalFolder.companions(of: path).first(where: JournalFolder.exists) {
      throw .refused(path: left, reason: "another program reads the journal; close it first")
    }
    try JournalFolder.rename(path, to: target)
    try JournalFolder.synchronize(folder)
    return target
  }
}

extension JournalReader {
  /// Copies the journal into a file that is not there yet.
  func copy(to path: String) throws(JournalError) {
    guard !JournalFolder.exists(path) else {
      throw .refused(path: path, reason: "there is a file by that name; choose another")
    }
    let draft = path + ".part"
    for file in [draft] + JournalFolder.companions(of: draft) { try JournalFolder.remove(file) }
    try JournalError.wrap(path, "copy the journal") {
      let target = try DatabaseQueue(
        path: draft, configuration: Connection.configuration(readOnly: false))
      try queue.backup(to: target)
      try target.close()
    }
    try JournalFolder.synchronizeFile(draft)
    try JournalFolder.rename(draft, to: path)
    try JournalFolder.synchronize(JournalFolder.parent(of: path))
  }
}
