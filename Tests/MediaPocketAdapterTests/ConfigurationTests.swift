import MediaPocketAdapter
import Testing

@Suite struct MediaPocketConfigurationTests {
    @Test func `the store's own trash is left alone unless it is asked for`() {
        #expect(!MediaPocketConfiguration().nativeTrash)
    }
}
