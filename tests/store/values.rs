//! What goes in comes out, and what cannot be stored is refused.

use tom::store::{Kind, Row, StoreError, Tx, Value, args};

use super::{keys, put};

const INSERT: &str = "INSERT INTO outbox
    (id, kind, due_at, state, attempts, lease, lease_until, data, sealed, created_at)
    VALUES ($1, 'mail', $2, 'open', 0, $3, $4, $5, $6, 0)";
const SELECT: &str =
    "SELECT id, due_at, lease, lease_until, data, sealed FROM outbox WHERE id = $1";

on_both_engines! {
    async fn text_numbers_and_bytes_come_back_as_they_went_in(database) {
        let store = database.store().await;
        let text = "Zoë d'Ångström-Öztürk 👩‍🦽 \"; DROP TABLE cases; --\n";
        let bytes: Vec<u8> = (0..=255).collect();
        let row = round_trip(&store, vec![
            Value::from("1"), Value::from(i64::MIN), Value::from(text), Value::from(i64::MAX),
            Value::from(""), Value::from(bytes.clone()),
        ]).await.unwrap();
        assert_eq!(row.text(0).unwrap(), "1");
        assert_eq!(row.int(1).unwrap(), i64::MIN);
        assert_eq!(row.text_opt(2).unwrap().unwrap(), text);
        assert_eq!(row.int_opt(3).unwrap(), Some(i64::MAX));
        assert_eq!(row.text(4).unwrap(), "");
        assert_eq!(row.bytes(5).unwrap(), bytes);
    }

    async fn nothing_comes_back_as_nothing(database) {
        let store = database.store().await;
        let row = round_trip(&store, vec![
            Value::from("1"), Value::from(0_i64), Value::from(None::<String>), Value::from(None::<i64>),
            Value::from("{}"), Value::from(None::<Vec<u8>>),
        ]).await.unwrap();
        assert_eq!(row.text_opt(2), Ok(None));
        assert_eq!(row.int_opt(3), Ok(None));
        assert_eq!(row.bytes_opt(5), Ok(None));
        assert_eq!(row.text(2), Err(StoreError::Column { index: 2, wanted: Kind::Text, sql: SELECT }));
    }

    async fn a_column_of_another_kind_or_beyond_the_last_is_an_error(database) {
        let store = database.store().await;
        let row = round_trip(&store, vec![
            Value::from("1"), Value::from(0_i64), Value::from("x"), Value::from(0_i64),
            Value::from("{}"), Value::from(vec![1_u8]),
        ]).await.unwrap();
        assert_eq!(row.int(0), Err(StoreError::Column { index: 0, wanted: Kind::Int, sql: SELECT }));
        assert_eq!(row.text(1), Err(StoreError::Column { index: 1, wanted: Kind::Text, sql: SELECT }));
        assert_eq!(row.int(9), Err(StoreError::Column { index: 9, wanted: Kind::Int, sql: SELECT }));
    }

    async fn the_character_that_postgres_cannot_store_is_refused_everywhere(database) {
        let store = database.store().await;
        let refused = round_trip(&store, vec![
            Value::from("a\0b"), Value::from(0_i64), Value::from(None::<&str>), Value::from(None::<i64>),
            Value::from("{}"), Value::from(None::<&[u8]>),
        ]).await.err();
        assert_eq!(refused, Some(StoreError::Argument { sql: INSERT }));
    }

    async fn counts_and_numbers_in_a_query_are_whole_numbers(database) {
        let store = database.store().await;
        let row = store
            .read(|tx| Box::pin(async move {
                tx.optional("SELECT 1, COUNT(*), CAST(NULL AS BIGINT) FROM cases", args![]).await
            }))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((row.int(0), row.int(1), row.int_opt(2)), (Ok(1), Ok(0), Ok(None)));
    }

    async fn text_sorts_by_its_bytes(database) {
        let store = database.store().await;
        for key in ["b", "Z", "a", "é", "_", "B"] {
            store.write(put(key, Ok(()))).await.unwrap();
        }
        assert_eq!(keys(&store).await, ["B", "Z", "_", "a", "b", "é"]);
    }
}

#[test]
fn an_absent_value_keeps_the_kind_of_its_column() {
    assert_eq!(Value::from(None::<&str>), Value::Null(Kind::Text));
    assert_eq!(Value::from(None::<i64>), Value::Null(Kind::Int));
    assert_eq!(Value::from(None::<Vec<u8>>), Value::Null(Kind::Bytes));
    assert_eq!(Value::from(Some(3_i64)), Value::Int(3));
}

#[test]
fn what_a_value_holds_is_not_in_its_debug_text() {
    let shown = format!("{:?}", args!["Annelotte", 42_i64, vec![7_u8], None::<&str>]);
    assert_eq!(shown, "[Text(..), Int(..), Bytes(..), Null(Text)]");
}

async fn round_trip(store: &tom::store::Store, values: Vec<Value>) -> Result<Row, StoreError> {
    let row = store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                assert_eq!(tx.execute(INSERT, &values).await?, 1);
                tx.optional(SELECT, &values[..1]).await
            })
        })
        .await?;
    Ok(row.unwrap())
}
