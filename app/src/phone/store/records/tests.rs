use super::*;
use uuid::Uuid;

/// Kept on every phone for weeks: a form that is no longer read locks its owner out or loses what is unsent.
#[test]
fn the_stored_forms_are_frozen() {
    let lock = Lock {
        device: Uuid::from_u128(1).into(),
        passphrase: Wrapped { salt: Bytes(vec![1; 16]), key: Bytes(vec![2, 3]), credential: None },
        passkey: Some(Wrapped { salt: Bytes(vec![4]), key: Bytes(vec![5]), credential: Some(Bytes(vec![6])) }),
        recovery: Wrapped { salt: Bytes(vec![7]), key: Bytes(vec![8]), credential: None },
        cloned: true,
        recovering: false,
    };
    let text = concat!(
        r#"{"device":"00000000-0000-0000-0000-000000000001","passphrase":{"salt":"AQEBAQEBAQEBAQEBAQEBAQ==","key":"AgM="},"#,
        r#""passkey":{"salt":"BA==","key":"BQ==","credential":"Bg=="},"recovery":{"salt":"Bw==","key":"CA=="},"cloned":true}"#
    );
    assert_eq!(serde_json::to_string(&lock).unwrap(), text);
    assert_eq!(serde_json::from_str::<Lock>(text).unwrap(), lock);
}
