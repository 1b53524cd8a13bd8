/// A Media Pocket account.
public enum MediaPocketFake {}
