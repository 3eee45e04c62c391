/// What the tools say of themselves.
public enum Product {
  /// Stands in every transcript and every export.
  public static let version = "0.1.0"
}
