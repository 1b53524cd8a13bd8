import Bytes
import Crypto
import HTTPCore
