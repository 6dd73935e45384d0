use super::*;
use uuid::Uuid;

fn youth(n: u128) -> YouthId {
    Uuid::from_u128(n).into()
}

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

    let counter = Counter { seq: 7, clock: Hlc { ms: 5, counter: 2 } };
    assert_eq!(serde_json::to_string(&counter).unwrap(), r#"{"seq":7,"clock":"5.2"}"#);

    let progress = Progress {
        cursor: Some(Cursor { epoch: 1, effective: 2, position: 3 }),
        dirty: [youth(1)].into(),
        forgotten: [youth(2)].into(),
        heard: Some(9),
        same: [(youth(3), youth(4))].into(),
    };
    let text = concat!(
        r#"{"cursor":"1.2.3","dirty":["00000000-0000-0000-0000-000000000001"],"forgotten":["00000000-0000-0000-0000-000000000002"],"#,
        r#""heard":9,"same":[["00000000-0000-0000-0000-000000000003","00000000-0000-0000-0000-000000000004"]]}"#
    );
    assert_eq!(serde_json::to_string(&progress).unwrap(), text);
    assert_eq!(serde_json::from_str::<Progress>(text).unwrap(), progress);
    assert_eq!(serde_json::from_str::<Progress>("{}").unwrap(), Progress::default());

    let tray = |name: Option<&str>| Tray { refusal: Refusal::InvalidValue, name: name.map(str::to_owned) };
    for (tray, text) in
        [(tray(None), r#"{"refusal":"invalid_value"}"#), (tray(Some("Alva Berg")), r#"{"refusal":"invalid_value","name":"Alva Berg"}"#)]
    {
        assert_eq!(serde_json::to_string(&tray).unwrap(), text);
        assert_eq!(serde_json::from_str::<Tray>(text).unwrap(), tray);
    }
}

#[test]
fn records_of_one_person_are_found_through_each_other() {
    let same = [(youth(1), youth(2)), (youth(4), youth(3)), (youth(3), youth(2))].into();
    let progress = Progress { same, ..Progress::default() };
    assert_eq!(progress.person(youth(1)), [1, 2, 3, 4].map(youth).into());
    assert_eq!(progress.person(youth(5)), [youth(5)].into());
}
